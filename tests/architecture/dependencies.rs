//! Checks that all dependencies are allowed by `deny.toml`: by licence, by source, and by the crates that use them.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value as Json;
use spdx::Expression;
use spdx::ParseMode;

use super::root;

/// The settings that are checked here.
#[derive(serde::Deserialize)]
struct Deny {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(serde::Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(serde::Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    /// Crates that may depend on it.
    #[serde(default)]
    wrappers: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

/// A crate in the dependency graph.
struct Package {
    name: String,
    license: Option<String>,
    /// `None` for crates of the workspace.
    source: Option<String>,
    /// Normal and build dependencies, without those that only its tests need.
    dependencies: Vec<String>,
}

/// The output of `cargo metadata` for the whole graph, for all systems.
fn packages() -> Vec<Package> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--all-features"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let graph: Json = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Json| value.as_str().map(str::to_owned);
    let names: BTreeMap<&str, &str> = graph["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| (package["id"].as_str().unwrap(), package["name"].as_str().unwrap()))
        .collect();
    let of = |id: &Json| -> Vec<String> {
        let nodes = graph["resolve"]["nodes"].as_array().unwrap();
        let node = nodes.iter().find(|node| node["id"] == *id).unwrap();
        let is_built = |dependency: &&Json| {
            dependency["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"] != "dev")
        };
        let built = node["deps"].as_array().unwrap().iter().filter(is_built);
        built.map(|dependency| names[dependency["pkg"].as_str().unwrap()].to_owned()).collect()
    };
    let packages = graph["packages"].as_array().unwrap().iter().map(|package| Package {
        name: text(&package["name"]).unwrap(),
        license: text(&package["license"]),
        source: text(&package["source"]),
        dependencies: of(&package["id"]),
    });
    packages.collect()
}

fn is_licensed(package: &Package, allowed: &[String]) -> bool {
    let Some(license) = &package.license else { return false };
    // Some crates still write `MIT/Apache-2.0`.
    let Ok(expression) = Expression::parse_mode(license, ParseMode::LAX) else { return false };
    expression
        .evaluate(|wanted| allowed.iter().any(|name| wanted.license.id().is_some_and(|id| id.name == *name)))
}

/// The violations, one per line.
fn faults(deny: &Deny, packages: &[Package]) -> Vec<String> {
    let mut faults = Vec::new();
    for package in packages {
        if let Some(source) = &package.source {
            let known = deny.sources.allow_registry.iter().any(|registry| {
                source.strip_prefix("registry+") == Some(registry)
                    || source.strip_prefix("sparse+").is_some_and(|_| registry.contains("crates.io-index"))
            });
            if !known {
                faults.push(format!("{} comes from {source}", package.name));
            }
        }
        if !is_licensed(package, &deny.licenses.allow) {
            faults.push(format!("{} has the licence {:?}", package.name, package.license));
        }
        for ban in deny.bans.deny.iter().filter(|ban| package.dependencies.contains(&ban.name)) {
            if !ban.wrappers.contains(&package.name) {
                faults.push(format!("{} depends on {}", package.name, ban.name));
            }
        }
    }
    faults
}

fn deny() -> Deny {
    toml::from_str(&std::fs::read_to_string(root().join("deny.toml")).unwrap()).unwrap()
}

/// The crates that nothing but the preview may be made of, by name.
pub fn banned() -> Vec<String> {
    let mut names: Vec<String> = deny().bans.deny.into_iter().map(|ban| ban.name).collect();
    names.sort();
    names
}

#[test]
fn every_crate_is_one_that_may_be_there() {
    let packages = packages();
    assert!(packages.len() > 100, "{}", packages.len());
    assert_eq!(faults(&deny(), &packages), Vec::<String>::new());
}

#[test]
fn what_may_not_be_there_is_found() {
    let package = |name: &str, license: Option<&str>, source: Option<&str>, dependency: &str| Package {
        name: name.to_owned(),
        license: license.map(str::to_owned),
        source: source.map(str::to_owned),
        dependencies: vec![dependency.to_owned()],
    };
    let found = faults(
        &deny(),
        &[
            package("fine", Some("MIT OR GPL-3.0-only"), None, "serde"),
            package("bangyang-preview", Some("MIT"), None, "tokio"),
            package("bangyang-site", Some("MIT"), None, "tokio"),
            package("copyleft", Some("GPL-3.0-only"), None, "serde"),
            package("unlicensed", None, None, "serde"),
            package("fork", Some("MIT"), Some("git+https://git.example/fork"), "serde"),
        ],
    );
    assert_eq!(
        found,
        [
            "bangyang-site depends on tokio",
            "copyleft has the licence Some(\"GPL-3.0-only\")",
            "unlicensed has the licence None",
            "fork comes from git+https://git.example/fork",
        ]
    );
}
