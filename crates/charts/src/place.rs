//! Places text: along an edge, and beside a point.

use super::svg::{Area, At};

/// The tops of boxes along an edge, each as close as possible to its desired centre, in order and without
/// overlap. `boxes` are desired centres and heights, with centres ascending; all are between `top` and
/// `bottom` if they fit at all.
pub fn spread(boxes: &[(i64, i64)], gap: i64, top: i64, bottom: i64) -> Vec<i64> {
    let mut tops = Vec::with_capacity(boxes.len());
    let mut free = top;
    for &(wish, height) in boxes {
        let at = (wish - height / 2).max(free);
        tops.push(at);
        free = at + height + gap;
    }
    let mut limit = bottom;
    for (at, &(_, height)) in tops.iter_mut().zip(boxes).rev() {
        *at = (*at).min(limit - height);
        limit = *at - gap;
    }
    tops
}

/// The best place for a text box beside a point: within the room, covering as little of the lines as
/// possible.
pub fn beside(point: At, size: (i64, i64), room: Area, lines: &[Vec<At>]) -> Area {
    let (width, height) = size;
    let off = 80;
    let (left, right) = (point.x - width, point.x);
    let (above, below) = (point.y - height - off, point.y + off);
    let wishes = [
        (left, above),
        (point.x - width / 2, above),
        (right, above),
        (left - off, point.y - height / 2),
        (left - off, point.y - height),
        (right + off, point.y - height / 2),
        (right + off, point.y),
        (right, below),
        (point.x - width / 2, below),
        (left, below),
        (left - 3 * off, above),
        (left - 3 * off, above - 2 * off),
        (right + off, above),
        (right + off, below),
        (right + 3 * off, below),
        (right + 3 * off, point.y),
    ];
    let kept = wishes.map(|(x, y)| Area {
        x: x.min(room.x + room.width - width).max(room.x),
        y: y.min(room.y + room.height - height).max(room.y),
        width,
        height,
    });
    let cost = |area: &Area| {
        let moved = (area.x + width / 2 - point.x).abs() + (area.y + height / 2 - point.y).abs();
        let covers = i64::from(
            area.x - 40 < point.x
                && point.x < area.x + width + 40
                && area.y - 40 < point.y
                && point.y < area.y + height + 40,
        );
        covers * 2000 + lines.iter().map(|line| covered(area, line)).sum::<i64>() * 4 + moved / 10
    };
    kept.into_iter().min_by_key(cost).unwrap_or(room)
}

/// How much of a line a box covers, measured along the box.
fn covered(area: &Area, line: &[At]) -> i64 {
    line.iter().zip(line.iter().skip(1)).map(|(a, b)| covered_by_segment(area, *a, *b)).sum()
}

fn covered_by_segment(area: &Area, a: At, b: At) -> i64 {
    let (a, b) = if a.x <= b.x { (a, b) } else { (b, a) };
    let (from, to) = (a.x.max(area.x), b.x.min(area.x + area.width));
    if from > to {
        return 0;
    }
    let run = (b.x - a.x).max(1);
    let at = |x: i64| a.y + (b.y - a.y) * (x - a.x) / run;
    let (y1, y2) = if a.x == b.x { (a.y, b.y) } else { (at(from), at(to)) };
    if y1.max(y2) < area.y || y1.min(y2) > area.y + area.height { 0 } else { to - from + 10 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_with_one_wish_lie_under_one_another() {
        assert_eq!(spread(&[(100, 40), (100, 40), (100, 40)], 5, 0, 300), [80, 125, 170]);
        assert_eq!(spread(&[(290, 40), (290, 40)], 5, 0, 300), [215, 260]);
        assert_eq!(spread(&[(0, 40), (200, 40)], 5, 0, 300), [0, 180]);
    }

    #[test]
    fn words_keep_off_a_line_that_rises() {
        let line = vec![At { x: 0, y: 1000 }, At { x: 1000, y: 0 }];
        let room = Area { x: 0, y: 0, width: 2000, height: 1000 };
        let area = beside(At { x: 500, y: 500 }, (300, 150), room, std::slice::from_ref(&line));
        assert_eq!(covered(&area, &line), 0);
        assert!(area.x + area.width <= 500 || area.x >= 500, "{area:?}");
    }
}
