//! The preview's in-memory cache between readings.

use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use bangyang::config::Config;
use bangyang::diag::Diagnostics;
use bangyang::load::{Earlier, Loaded, Memory, load_with};
use bangyang::source::{MemSystem, System};

const PICTURE: &str = "/site/content/news/a.png";

fn paint(system: &MemSystem, shade: u8) {
    let mut bytes = Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_pixel(4, 3, image::Rgb([shade; 3]));
    pixels.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    system.save(Path::new(PICTURE), bytes.into_inner()).unwrap();
}

fn read(system: &MemSystem, memory: &Memory) -> Loaded {
    let root = Path::new("/site");
    let content = system.walk(&root.join("content")).unwrap().entries;
    let mut diagnostics = Diagnostics::default();
    let config = Config::load(system, root, &content, &[], &mut diagnostics).unwrap();
    let from = (system as &dyn System, root, content.as_slice(), &config);
    load_with(from, Earlier::Memory(memory, system.now()), &|_, _| Vec::new(), &mut diagnostics)
}

#[test]
fn a_picture_is_read_again_once_it_looks_different() {
    let (system, memory) = (MemSystem::new(), Memory::default());
    let later = |seconds| system.set_now(system.now() + Duration::from_secs(seconds));
    system.save(Path::new("/site/content/site.yaml"), b"title: a\norganiser: b\n").unwrap();
    paint(&system, 1);
    later(60);
    let digest = |loaded: &Loaded| loaded.attachments["content/news/a.png"].picture.map(|it| it.digest);
    let first = digest(&read(&system, &memory));
    assert!(first.is_some());
    system.close(PICTURE);
    assert_eq!(digest(&read(&system, &memory)), first, "it was not looked into");
    assert_eq!(digest(&read(&system, &Memory::default())), None, "or nobody could tell");
    system.permit(PICTURE);
    later(60);
    paint(&system, 2);
    later(60);
    let second = digest(&read(&system, &memory));
    assert!(second.is_some() && second != first);
}
