//! The similarity of two pictures: the structural similarity index of Wang et al. (2004) on luma, Gaussian
//! window of 11 × 11, σ 1.5.

use image::RgbImage;

const RADIUS: usize = 5;

/// From 0 up to 1; 1 for identical pictures.
pub fn ssim(one: &RgbImage, other: &RgbImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let (width, height) = (one.width() as usize, one.height() as usize);
    let luma = |picture: &RgbImage| -> Vec<f32> {
        let grey = |p: &image::Rgb<u8>| {
            0.299 * f32::from(p.0[0]) + 0.587 * f32::from(p.0[1]) + 0.114 * f32::from(p.0[2])
        };
        picture.pixels().map(grey).collect()
    };
    let (a, b) = (luma(one), luma(other));
    let product = |x: &[f32], y: &[f32]| -> Vec<f32> { x.iter().zip(y).map(|(x, y)| x * y).collect() };
    let blur = |of: &[f32]| blurred(of, width, height);
    let (mean_a, mean_b) = (blur(&a), blur(&b));
    let (square_a, square_b, both) = (blur(&product(&a, &a)), blur(&product(&b, &b)), blur(&product(&a, &b)));
    let (c1, c2) = ((0.01_f32 * 255.0).powi(2), (0.03_f32 * 255.0).powi(2));
    let mut sum = 0.0;
    for at in 0..mean_a.len() {
        let (ma, mb) = (mean_a[at], mean_b[at]);
        let (va, vb, cov) = (square_a[at] - ma * ma, square_b[at] - mb * mb, both[at] - ma * mb);
        let value = (2.0 * ma * mb + c1) * (2.0 * cov + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
        sum += f64::from(value);
    }
    sum / mean_a.len() as f64
}

/// The filtered picture, without a border of five pixels.
fn blurred(of: &[f32], width: usize, height: usize) -> Vec<f32> {
    let mut window = [0.0_f32; 2 * RADIUS + 1];
    for (at, weight) in window.iter_mut().enumerate() {
        let far = at as f32 - RADIUS as f32;
        *weight = (-far * far / (2.0 * 1.5 * 1.5)).exp();
    }
    let total: f32 = window.iter().sum();
    window.iter_mut().for_each(|weight| *weight /= total);
    let inner = width - 2 * RADIUS;
    let mut across = vec![0.0; inner * height];
    for y in 0..height {
        let row = &of[y * width..][..width];
        let out = &mut across[y * inner..][..inner];
        for (at, weight) in window.iter().enumerate() {
            for (value, from) in out.iter_mut().zip(&row[at..]) {
                *value += weight * from;
            }
        }
    }
    let mut down = vec![0.0; inner * (height - 2 * RADIUS)];
    for (y, out) in down.chunks_exact_mut(inner).enumerate() {
        for (at, weight) in window.iter().enumerate() {
            let row = &across[(y + at) * inner..][..inner];
            for (value, from) in out.iter_mut().zip(row) {
                *value += weight * from;
            }
        }
    }
    down
}
