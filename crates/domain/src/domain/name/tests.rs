use super::*;

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

fn found<'t>(text: &'t str, wanted: &str) -> Vec<&'t str> {
    let letters = Letters::of(text);
    letters.find(&name(wanted), &[]).into_iter().map(|it| text.get(it.range).unwrap()).collect()
}

#[test]
fn a_name_is_found_whatever_stands_between_its_letters() {
    for text in [
        "林玉兰",
        "林 玉兰",
        "林　玉\u{200B}兰",
        "林\n玉兰",
        "**林**玉兰",
        "林\u{FE00}玉\u{AD}兰",
        "\u{F9F4}玉兰",
        "⽟林⽟兰",
    ] {
        assert_eq!(found(text, "林玉兰").len(), 1, "{text}");
        assert_eq!(found(&format!("她就是{text}，在这里"), "林　玉兰").len(), 1, "{text}");
    }
    for text in ["林，玉兰", "林玉", "林小玉兰", "林（玉兰）", "林·玉兰"] {
        assert_eq!(found(text, "林玉兰"), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn joints_have_many_forms() {
    for joint in ["·", "•", "・", "．", ".", "‧", "-", "", " ", " · ", "—"] {
        let text = format!("阿依古丽{joint}买买提");
        assert_eq!(found(&text, "阿依古丽·买买提"), [&*text], "{text}");
    }
}

#[test]
fn latin_names_are_whole_words() {
    for text in
        ["Anna Li", "ANNA  LI", "Ａｎｎａ　Ｌｉ", "anna\nli", "A\u{AD}nna-Li", "ánna li", "在Anna Li家"]
    {
        assert_eq!(found(text, "Anna Li").len(), 1, "{text}");
    }
    for text in ["annali", "Joanna Li", "Anna Lind", "Anna, Li"] {
        assert_eq!(found(text, "Anna Li"), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn parts_in_cells_are_a_name_where_nothing_else_stands_there() {
    let row = |cells: &[&str]| {
        let mut letters = Letters::default();
        for cell in cells {
            letters.block();
            letters.push_str(cell, 0);
        }
        letters.has(&name("高山"))
    };
    assert!(row(&["高", "山"]) && row(&["一", "高", "山", "二"]));
    assert!(!row(&["身高", "山区"]) && !row(&["高", "山区"]));
}

#[test]
fn a_longer_name_is_another() {
    let letters = Letters::of("王小红和小红");
    let names = [name("小红"), name("王小红"), name("王小")];
    let longer = LongerNames::new(names.iter().take(1), names.iter());
    let found = letters.find(&names[0], longer.of(&names[0]));
    assert_eq!(found.iter().map(|it| (it.range.start, it.range.end)).collect::<Vec<_>>(), [(12, 18)]);
}

#[test]
fn what_may_begin_a_name_is_not_missed() {
    let wanted = name("林玉兰");
    for text in ["林玉兰", "林 玉兰", "林&#29577;兰", "林**玉兰**", "林<b>玉", "林\u{F9}"] {
        assert!(wanted.may_begin(text), "{text}");
    }
    for text in ["林区", "林，玉兰", "林玉", "林 木"] {
        assert!(!wanted.may_begin(text), "{text}");
    }
}

/// No other character folds to a letter than those listed.
#[test]
fn every_form_of_a_letter_is_known() {
    let forms = forms_of(&|_| true);
    for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
        if let Some(letter) = first_letter(c)
            && letter != c
            && (letter.is_ascii() || ('\u{4E00}'..='\u{9FFF}').contains(&letter))
        {
            assert!(forms.contains(&c), "U+{:04X}", u32::from(c));
        }
    }
}
