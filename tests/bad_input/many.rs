//! All mistakes are reported at once.

use super::support::*;

#[test]
fn ten_errors_in_five_files() {
    says(
        &[
            ("content/bases/b.md", "---\nname: 安心\nestablished_on: ‸2022/3/8\nregion: ‸青溪\n---\n"),
            (LI_NA, &exemplar("base: ‸jinxui\n‸regoin: 青溪县")),
            (NEWS, &news("见[李娜](‸li.md)。").replace("[李娜](‸", "‸[李娜](")),
            (SESSION, &session("attendance: ‸很多\ntopics: [policy, ‸skill]\nstate: ‸hold")),
            (
                "content/site.yaml",
                "title: 测试\nbase_url: https://site.example/\ntimezone: ‸北京\n‸organizer: 单位\n",
            ),
        ],
        &["BY205", "BY212", "BY213", "BY201", "BY221", "BY207", "BY206", "BY206", "BY304", "BY302"],
    );
}
