// Filters without reloading, for lists that are on one page. Without this script the same links lead to separate pages.
(function () {
  "use strict";
  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  document.addEventListener("DOMContentLoaded", function () {
    var links = all(".facets a[data-pick]").map(function (link) {
      var at = link.getAttribute("data-pick").split("-");
      var path = link.getAttribute("href").replace(/\.html$/, "").split("/");
      return {
        link: link,
        count: link.querySelector(".count"),
        facet: at[0],
        value: at.length > 1 ? at.join("-") : "",
        // The fragment in the address: the last two segments of the page that the link leads to.
        word: at.length > 1 ? path.slice(-2).join("=") : ""
      };
    });
    var items = all("[data-in]").map(function (element) {
      return { element: element, values: " " + element.getAttribute("data-in") };
    });
    if (!links.length || !items.length) { return; }
    var groups = all(".roll, .month, .band-next");
    var words = all("[data-words]");
    var nothing = document.querySelector("[data-nothing]");
    // The chosen filters, each with a button to remove it.
    var chips = document.querySelector("[data-chips]");
    var picked = {};

    // The number at the top tells screen reader users how the list has changed.
    if (words.length) { words[0].setAttribute("role", "status"); }

    function fits(item, but) {
      return Object.keys(picked).every(function (facet) {
        return facet === but || item.values.indexOf(" " + picked[facet] + " ") >= 0;
      });
    }

    function shown(within) {
      return all("[data-in]", within).filter(function (element) { return !element.hidden; }).length;
    }

    function show() {
      var total = 0;
      items.forEach(function (item) {
        item.element.hidden = !fits(item);
        if (!item.element.hidden) { total += 1; }
      });
      groups.forEach(function (group) { group.hidden = !shown(group); });
      words.forEach(function (element) {
        var group = element.closest(".roll");
        var count = group ? shown(group) : total;
        element.textContent = element.getAttribute(count === 1 ? "data-one" : "data-words").replace("{count}", count);
      });
      if (nothing) { nothing.hidden = total > 0; }
      var set = [];
      // The entries searched for may be in a collapsed part.
      all("details[data-fold]").forEach(function (fold) { if (Object.keys(picked).length) { fold.open = true; } });
      links.forEach(function (pick) {
        var now = (picked[pick.facet] || "") === pick.value;
        pick.link.classList.toggle("now", now);
        if (now) { pick.link.setAttribute("aria-current", "true"); } else { pick.link.removeAttribute("aria-current"); }
        if (!pick.count) { return; }
        if (now) { set.push(pick); }
        var count = items.filter(function (item) {
          return fits(item, pick.facet) && item.values.indexOf(" " + pick.value + " ") >= 0;
        }).length;
        pick.count.textContent = count;
        pick.link.classList.toggle("none", !count);
      });
      all("[data-whole]").forEach(function (element) { element.hidden = set.length > 0; });
      if (chips) {
        chips.textContent = "";
        set.forEach(function (pick) { chips.appendChild(chip(pick)); });
        chips.hidden = !set.length;
      }
    }

    function chip(pick) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "chip";
      button.textContent = pick.link.firstChild.textContent;
      var words = document.createElement("span");
      words.className = "visually-hidden";
      words.textContent = " " + chips.getAttribute("data-chips");
      button.appendChild(words);
      button.addEventListener("click", function () {
        choose(pick);
        // The chip is gone: the focus moves to the next one, else to the filter itself.
        [chips.querySelector("button"), pick.link, document.querySelector(".facets-switch summary")].some(function (next) {
          if (!next || !next.getClientRects().length) { return false; }
          next.focus();
          return true;
        });
      });
      return button;
    }

    function read() {
      var said = decodeURIComponent(location.hash.slice(1)).split("&");
      picked = {};
      links.forEach(function (pick) {
        if (pick.word && said.indexOf(pick.word) >= 0) { picked[pick.facet] = pick.value; }
      });
      show();
    }

    function write() {
      var said = links.filter(function (pick) { return pick.value && picked[pick.facet] === pick.value; })
        .map(function (pick) { return pick.word; }).join("&");
      // An empty fragment would scroll to the top.
      history.pushState(null, "", said ? "#" + said : location.pathname + location.search);
    }

    function choose(pick) {
      if (pick.value && picked[pick.facet] !== pick.value) {
        picked[pick.facet] = pick.value;
      } else {
        delete picked[pick.facet];
      }
      try { write(); } catch (e) { /* opened as a file in a browser that keeps no history there */ }
      show();
    }

    links.forEach(function (pick) {
      pick.link.addEventListener("click", function (event) {
        if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) { return; }
        event.preventDefault();
        choose(pick);
      });
    });
    window.addEventListener("popstate", read);
    if (location.hash) { read(); }
  });
})();
