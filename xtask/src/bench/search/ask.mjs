// Queries a search index as a page would, and reports the results and the amount of data fetched.
//
//   node ask.mjs own|pagefind FOLDER QUESTIONS.json
//
// Each query is made by a page that has fetched nothing yet and shows the first ten results.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import vm from "node:vm";

const [kind, folder, list] = process.argv.slice(2);
const SHOWN = 10;
const fetched = { files: 0, bytes: 0, packed: 0 };
const packed = new Map();

function take(path) {
  const bytes = readFileSync(path);
  fetched.files += 1;
  fetched.bytes += bytes.length;
  // As a host sends it: compressed, unless it already is.
  if (!packed.has(path)) packed.set(path, Math.min(bytes.length, gzipSync(bytes).length));
  fetched.packed += packed.get(path);
  return bytes;
}

function script(folder, name) {
  return readdirSync(join(folder, "assets")).filter((file) => file.startsWith(name) && file.endsWith(".js"))[0];
}

async function own(question) {
  const context = vm.createContext({ setTimeout, URLSearchParams });
  context.self = context;
  context.document = {
    getElementById: () => null,
    createElement: () => ({ remove() {} }),
    head: {
      append(element) {
        vm.runInContext(take(join(folder, element.src)).toString(), context);
        Promise.resolve().then(() => element.onload());
      },
    },
  };
  vm.runInContext(take(join(folder, "assets", script(folder, "search"))).toString(), context);
  const found = await context.bangyangSearch.find(question, {});
  await context.bangyangSearch.show(found.index, found.slots.slice(0, SHOWN));
  const now = { ...fetched };
  const all = await context.bangyangSearch.show(found.index, found.complete ? found.slots : []);
  return { now, urls: all.map((result) => result.url) };
}

let turn = 0;
let fragments = null;

async function pagefind(question) {
  globalThis.fetch = async (url) => {
    const path = new URL(String(url), "http://localhost/").pathname.replace("/pagefind/", "");
    return new Response(take(join(folder, path)));
  };
  globalThis.document = { querySelector: () => ({ getAttribute: () => "zh-cn" }), documentElement: { lang: "zh-cn" } };
  globalThis.window = globalThis;
  globalThis.location = new URL("http://localhost/");
  const file = join(folder, "pagefind.js");
  take(file);
  const library = await import(`${pathToFileURL(file)}?${turn++}`);
  await library.options({ basePath: "/pagefind/", baseUrl: "/", noWorker: true });
  await library.init("zh-cn");
  const found = await library.search(question);
  await Promise.all(found.results.slice(0, SHOWN).map((result) => result.data()));
  const now = { ...fetched };
  fragments ??= new Map(
    readdirSync(join(folder, "fragment")).map((name) => {
      const text = gunzipSync(readFileSync(join(folder, "fragment", name))).toString();
      return [name.split(".")[0], JSON.parse(text.slice(text.indexOf("{"))).url];
    }),
  );
  return { now, urls: found.results.map((result) => fragments.get(result.id)) };
}

const ask = kind === "own" ? own : pagefind;
for (const question of JSON.parse(readFileSync(list, "utf8"))) {
  Object.assign(fetched, { files: 0, bytes: 0, packed: 0 });
  const begin = performance.now();
  const { now, urls } = await ask(question);
  const slugs = urls.map((url) => /p\d{6}/.exec(url ?? "")?.[0]).filter(Boolean);
  const line = [now.files, now.bytes, now.packed, (performance.now() - begin).toFixed(0), slugs.join(",")];
  console.log(line.join("\t"));
}
