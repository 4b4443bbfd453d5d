//! Generated photographs, the similarity of pictures, and the cost of decoders, resizers and encoders.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod codecs;
mod photo;
mod ssim;

use std::path::Path;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["generate", count, folder] => generate(count.parse().unwrap(), Path::new(folder)),
        ["ssim", list] => similarity(Path::new(list)),
        ["codecs"] => codecs::compare(6),
        ["codecs", count] => codecs::compare(count.parse().unwrap()),
        _ => {
            eprintln!("usage: bench-pictures generate COUNT FOLDER | ssim LIST | codecs [COUNT]");
            std::process::exit(2);
        }
    }
}

/// Writes photographs of 3000 × 2000 pixels, as a telephone does: JPEG, quality 92.
fn generate(count: u64, folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    let next = std::sync::atomic::AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, std::num::NonZero::get) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    let bytes = codecs::jpeg(&photo::photo(number, 3000, 2000), 92);
                    std::fs::write(folder.join(format!("photo-{number:02}.jpg")), bytes).unwrap();
                }
            });
        }
    });
}

/// Each line of the list is an original, a tab, and a smaller variant. Prints for each line the variant's
/// similarity to the original scaled exactly to its size.
fn similarity(list: &Path) {
    let list = std::fs::read_to_string(list).unwrap();
    let mut last = (String::new(), image::RgbImage::new(1, 1));
    for line in list.lines() {
        let (original, made) = line.split_once('\t').unwrap();
        if last.0 != original {
            last = (original.to_owned(), image::open(original).unwrap().into_rgb8());
        }
        let made = image::open(made).unwrap().into_rgb8();
        let wanted = codecs::exact(&last.1, made.width(), made.height());
        println!("{}\t{:.6}", made.width(), ssim::ssim(&wanted, &made));
    }
}
