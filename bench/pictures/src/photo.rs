//! Generated photographs: soft light, objects with edges, textures, and sensor noise. Always the same for the
//! same number.

use image::{Rgb, RgbImage};

/// Pseudo-random numbers, the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// From 0 up to 1.
    fn part(&mut self) -> f32 {
        (self.next() % 65_536) as f32 / 65_536.0
    }
}

/// A grid of random heights with smooth interpolation.
struct Noise {
    heights: Vec<f32>,
    side: usize,
}

impl Noise {
    fn new(random: &mut Random, side: usize) -> Self {
        Self { heights: (0..side * side).map(|_| random.part()).collect(), side }
    }

    fn at(&self, x: f32, y: f32) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let smooth = |part: f32| part * part * (3.0 - 2.0 * part);
        let (along, down) = (smooth(x - left), smooth(y - top));
        let height =
            |x: f32, y: f32| self.heights[(y as usize % self.side) * self.side + x as usize % self.side];
        let upper = height(left, top) * (1.0 - along) + height(left + 1.0, top) * along;
        let lower = height(left, top + 1.0) * (1.0 - along) + height(left + 1.0, top + 1.0) * along;
        upper * (1.0 - down) + lower * down
    }

    /// Several scales of the same noise, each half as strong as the previous one.
    fn layered(&self, x: f32, y: f32, layers: u32) -> f32 {
        let (mut sum, mut scale, mut weight) = (0.0, 1.0, 0.5);
        for _ in 0..layers {
            sum += weight * self.at(x * scale + 7.3, y * scale + 3.1);
            scale *= 2.03;
            weight *= 0.5;
        }
        sum
    }
}

/// An object in the picture: an ellipse or a slanted bar with its own pattern.
struct Thing {
    at: (f32, f32),
    size: (f32, f32),
    slant: f32,
    colour: [f32; 3],
    stripes: f32,
    round: bool,
}

impl Thing {
    fn new(random: &mut Random, width: f32, height: f32) -> Self {
        Self {
            at: (random.part() * width, random.part() * height),
            size: (width * (0.02 + 0.12 * random.part()), height * (0.03 + 0.2 * random.part())),
            slant: random.part() * 3.0,
            colour: [random.part(), random.part(), random.part()],
            stripes: if random.part() < 0.4 { 0.02 + 0.2 * random.part() } else { 0.0 },
            round: random.part() < 0.6,
        }
    }

    /// How far inside a point is: from 0 (outside) to 1 (inside), with an edge about two pixels wide.
    fn holds(&self, x: f32, y: f32) -> (f32, f32) {
        let (x, y) = (x - self.at.0, y - self.at.1);
        let (sin, cos) = self.slant.sin_cos();
        let (along, across) = (x * cos + y * sin, y * cos - x * sin);
        let (a, b) = (along / self.size.0, across / self.size.1);
        let far = if self.round { (a * a + b * b).sqrt() } else { a.abs().max(b.abs()) };
        let edge = 1.5 / self.size.0.min(self.size.1);
        (((1.0 - far) / edge + 0.5).clamp(0.0, 1.0), along)
    }
}

/// The picture of a number.
pub fn photo(number: u64, width: u32, height: u32) -> RgbImage {
    let mut random = Random(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66);
    for _ in 0..8 {
        random.next();
    }
    let noise = Noise::new(&mut random, 64);
    let (w, h) = (width as f32, height as f32);
    let things: Vec<Thing> = (0..24).map(|_| Thing::new(&mut random, w, h)).collect();
    let (sky, ground) = ([random.part(), random.part(), 0.9], [0.5, random.part(), random.part() * 0.5]);
    let horizon = 0.35 + 0.3 * random.part();
    let mut picture = RgbImage::new(width, height);
    let mut grain = Random(number + 1);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (x, y) = (x as f32, y as f32);
        let soft = noise.layered(x / w * 6.0, y / h * 4.0, 4);
        let line = horizon + 0.12 * (noise.at(x / w * 5.0, 9.0) - 0.5);
        let below = ((y / h - line) * h / 3.0).clamp(0.0, 1.0);
        let texture = if below > 0.0 { noise.layered(x / 24.0, y / 18.0, 3) - 0.45 } else { 0.0 };
        let mut colour = [0.0; 3];
        for (channel, value) in colour.iter_mut().enumerate() {
            let above = sky[channel] * (0.55 + 0.6 * soft);
            let under = ground[channel] * (0.4 + 0.7 * soft) + 0.35 * texture;
            *value = above * (1.0 - below) + under * below;
        }
        for thing in &things {
            let (inside, along) = thing.holds(x, y);
            if inside > 0.0 {
                let stripe = if thing.stripes > 0.0 { 0.15 * (along * thing.stripes).sin() } else { 0.0 };
                for (value, own) in colour.iter_mut().zip(thing.colour) {
                    let own = own * (0.6 + 0.5 * soft) + stripe;
                    *value = *value * (1.0 - inside) + own * inside;
                }
            }
        }
        let light = 7.0 * (grain.part() + grain.part() - 1.0);
        let colour =
            colour.map(|value| (value * 255.0 + light + 4.0 * (grain.part() - 0.5)).clamp(0.0, 255.0) as u8);
        *pixel = Rgb(colour);
    }
    picture
}
