use std::collections::{BTreeMap, BTreeSet};

use pinyin::ToPinyin;
use proptest::prelude::*;

use super::tables::{LONGEST_WORD, PLACES_TEXT, SURNAMES, SURNAMES_TEXT, WORDS, WORDS_TEXT, entries};
use super::{MOST_BYTES, name_slug, slug};

fn check(make: fn(&str) -> String, cases: &[(&str, &str)]) {
    let wrong: Vec<_> = cases
        .iter()
        .map(|(text, want)| (*text, make(text), *want))
        .filter(|(_, got, want)| got != want)
        .collect();
    assert!(wrong.is_empty(), "(text, made, wanted): {wrong:#?}");
}

#[test]
fn surnames_are_read_as_surnames() {
    check(
        name_slug,
        &[
            ("陈秀英", "chen-xiuying"),
            ("单秀兰", "shan-xiulan"),
            ("仇凤英", "qiu-fengying"),
            ("曾小红", "zeng-xiaohong"),
            ("解春梅", "xie-chunmei"),
            ("查玉珍", "zha-yuzhen"),
            ("朴银花", "piao-yinhua"),
            ("区桂芳", "ou-guifang"),
            ("尹丽", "yin-li"),
            ("覃彩云", "qin-caiyun"),
            ("乐敏", "yue-min"),
            ("盖丽华", "ge-lihua"),
            ("华秀珍", "hua-xiuzhen"),
            ("任红梅", "ren-hongmei"),
            ("宁静", "ning-jing"),
            ("万玉兰", "wan-yulan"),
            ("缪小燕", "miao-xiaoyan"),
            ("翟美玲", "zhai-meiling"),
            ("种兰", "chong-lan"),
            ("么秀芹", "yao-xiuqin"),
            ("逄海燕", "pang-haiyan"),
            ("员晓丽", "yun-xiaoli"),
            ("召敏", "shao-min"),
            ("冼玉仪", "xian-yuyi"),
            ("洗英", "xian-ying"),
            ("秘红", "bi-hong"),
            ("繁玲", "po-ling"),
            ("折桂香", "she-guixiang"),
            ("盛春华", "sheng-chunhua"),
            ("石兰", "shi-lan"),
            ("应秀", "ying-xiu"),
            ("那英", "na-ying"),
            ("阚翠", "kan-cui"),
            ("卜玉梅", "bu-yumei"),
            ("牟芳", "mou-fang"),
            ("葛云", "ge-yun"),
            ("薄秀", "bo-xiu"),
            ("黑丽", "hei-li"),
            ("郗慧", "xi-hui"),
            ("谌娟", "chen-juan"),
            ("祭红", "zhai-hong"),
            ("晟敏", "cheng-min"),
            ("尉玲", "wei-ling"),
            ("车晓", "che-xiao"),
            ("句芳", "gou-fang"),
            ("佘香", "she-xiang"),
            ("吕绿", "lv-lv"),
            ("員小蘭", "yun-xiaolan"),
            ("單秀蘭", "shan-xiulan"),
        ],
    );
}

#[test]
fn compound_surnames_keep_together() {
    check(
        name_slug,
        &[
            ("欧阳红", "ouyang-hong"),
            ("尉迟秀英", "yuchi-xiuying"),
            ("长孙玉", "zhangsun-yu"),
            ("万俟兰", "moqi-lan"),
            ("令狐小梅", "linghu-xiaomei"),
            ("司马敏", "sima-min"),
            ("诸葛芳", "zhuge-fang"),
            ("上官云珠", "shangguan-yunzhu"),
            ("皇甫丽", "huangfu-li"),
            ("澹台静", "tantai-jing"),
            ("单于英", "chanyu-ying"),
            ("乐正兰", "yuezheng-lan"),
            ("鲜于凤", "xianyu-feng"),
            ("夏侯梅", "xiahou-mei"),
            ("淳于秀", "chunyu-xiu"),
            ("闾丘红", "lvqiu-hong"),
            ("爱新觉罗红", "aixinjueluo-hong"),
            // Two characters are a surname and a given name.
            ("欧阳", "ou-yang"),
        ],
    );
}

#[test]
fn names_of_other_forms() {
    check(
        name_slug,
        &[
            ("阿依古丽", "ayiguli"),
            ("买买提·艾力", "maimaiti-aili"),
            ("阿依夏木·买买提", "ayixiamu-maimaiti"),
            ("王李小红", "wang-lixiaohong"),
            ("陈", "chen"),
            ("仇", "qiu"),
            ("Anna Müller", "anna-muller"),
            ("O’Neill", "oneill"),
            ("陈秀英2", "chen-xiuying-2"),
            ("陈秀英（月嫂）", "chen-xiuying-yuesao"),
            ("李女士", "li-nvshi"),
            ("李晟", "li-sheng"),
            ("王珩", "wang-heng"),
            ("李𠮷", "li-ji"),
            ("张䶮", "zhang-yan"),
        ],
    );
}

#[test]
fn places_are_read_as_places() {
    check(
        slug,
        &[
            ("重庆", "chongqing"),
            ("重庆市", "chongqing-shi"),
            ("长沙", "changsha"),
            ("西藏", "xizang"),
            ("六安", "luan"),
            ("蚌埠", "bengbu"),
            ("厦门", "xiamen"),
            ("台州", "taizhou"),
            ("乐山", "leshan"),
            ("乐清", "yueqing"),
            ("莘县", "shenxian"),
            ("单县", "shanxian"),
            ("大埔", "dabu"),
            ("东阿", "donge"),
            ("番禺", "panyu"),
            ("铅山", "yanshan"),
            ("丽水", "lishui"),
            ("亳州", "bozhou"),
            ("浚县", "xunxian"),
            ("歙县", "shexian"),
            ("朝阳", "chaoyang"),
            ("长春", "changchun"),
            ("成都", "chengdu"),
            ("东莞", "dongguan"),
            ("百色", "baise"),
            ("长子县", "zhangzixian"),
            ("蔚县", "yuxian"),
            ("吴堡", "wubu"),
            ("山西", "shanxi"),
            ("陕西", "shaanxi"),
            ("吕梁", "lvliang"),
            ("云麓区", "yunlu-qu"),
            ("大坪镇", "daping-zhen"),
            ("重庆家政协会", "chongqing-jiazheng-xiehui"),
        ],
    );
}

#[test]
fn words_are_read_as_words() {
    check(
        slug,
        &[
            ("银行", "yinhang"),
            ("行业", "hangye"),
            ("进行", "jinxing"),
            ("重点", "zhongdian"),
            ("重新", "chongxin"),
            ("长期", "changqi"),
            ("成长", "chengzhang"),
            ("校长", "xiaozhang"),
            ("便宜", "pianyi"),
            ("便民", "bianmin"),
            ("音乐", "yinyue"),
            ("快乐", "kuaile"),
            ("还款", "huankuan"),
            ("了解", "liaojie"),
            ("调研", "diaoyan"),
            ("调解", "tiaojie"),
            ("觉得", "juede"),
            ("睡觉", "shuijiao"),
            ("给予", "jiyu"),
            ("处理", "chuli"),
            ("种植", "zhongzhi"),
            ("妇女", "funv"),
            ("绿色", "lvse"),
            ("民宿", "minsu"),
            ("会计", "kuaiji"),
            ("校对", "jiaodui"),
            ("大夫", "daifu"),
            ("单亲妈妈", "danqinmama"),
            ("劳模", "laomo"),
            ("模样", "muyang"),
            ("率先", "shuaixian"),
            ("效率", "xiaolv"),
        ],
    );
}

#[test]
fn titles_are_written_word_by_word() {
    check(
        slug,
        &[
            ("锦绣家政培训学校", "jinxiu-jiazheng-peixun-xuexiao"),
            (
                "关于公布首批市级巾帼家政示范基地的通知",
                "guanyu-gongbu-shoupi-shiji-jinguo-jiazheng-shifan-jidi-de-tongzhi",
            ),
            ("2022年“福嫂家政”提升工程", "2022-nian-fusao-jiazheng-tisheng-gongcheng"),
            ("陈秀英的故事", "chen-xiuying-de-gushi"),
            ("银行行长谈成长", "yinhang-hangzhang-tan-chengzhang"),
            ("2022-03-08 送课下乡·大坪镇烹饪班", "2022-03-08-songke-xiaxiang-daping-zhen-pengren-ban"),
            ("梅城镇婴幼儿喂养班", "meicheng-zhen-yingyouer-weiyang-ban"),
            ("高新区一季度观摩", "gaoxin-qu-yijidu-guanmo"),
            // Known words win over splitting from the left.
            ("家长期待", "jiazhang-qidai"),
            // A person's name alone is recognised as one.
            ("单秀兰", "shan-xiulan"),
            ("陈秀梅", "chen-xiumei"),
        ],
    );
}

#[test]
fn letters_of_other_alphabets() {
    check(
        slug,
        &[
            ("Hello, World!", "hello-world"),
            ("Café Crème", "cafe-creme"),
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
            ("women's work", "womens-work"),
            ("e\u{301}te\u{301}", "ete"),
            ("ＡＢＣ１２", "abc12"),
            ("Nguyễn Thị", "nguyen-thi"),
            ("A4纸", "a4-zhi"),
            ("第Ⅱ期", "di-ii-qi"),
            ("--a__b--", "a-b"),
            ("Привет", "u41f-u440-u438-u432-u435-u442"),
            ("喜报🎉", "xibao"),
            ("🎉", "u1f389"),
            ("❤️", "u2764"),
            ("…", "u2026"),
            (" ", "u20"),
            ("\u{200b}", "u200b"),
            ("", ""),
            ("\u{3ffff}", "u3ffff"),
        ],
    );
}

#[test]
fn long_texts_are_cut_after_a_word() {
    let title = "家政服务".repeat(40);
    let made = slug(&title);
    assert!(
        made.len() <= MOST_BYTES && made.split('-').all(|word| ["jiazheng", "fuwu"].contains(&word)),
        "{made}"
    );
    assert_eq!(slug(&"a".repeat(200)).len(), MOST_BYTES);
    assert!(slug(&"…".repeat(5_000_000)).len() <= MOST_BYTES);
    assert!(slug(&"家".repeat(5_000_000)).len() <= MOST_BYTES);
}

/// Every syllable in the tables is one that some character has, so typing mistakes are found; and there is
/// one for every character of a word.
#[test]
fn tables_hold_only_real_syllables() {
    let real: BTreeSet<String> = ('\u{4e00}'..='\u{9fff}')
        .filter_map(|c| Some(c.to_pinyin()?.plain().replace('ü', "v")))
        // 陕西 is written so to distinguish it from 山西; 得 is read so in 非得.
        .chain(["shaan".to_owned(), "dei".to_owned()])
        .collect();
    for (word, sound) in [SURNAMES_TEXT, PLACES_TEXT, WORDS_TEXT].into_iter().flat_map(entries) {
        assert!(word.chars().all(super::han::is_read), "{word}");
        if let Some(sound) = sound {
            assert_eq!(sound.split('-').count(), word.chars().count(), "{word}={sound}");
            assert!(sound.split('-').all(|syllable| real.contains(syllable)), "{word}={sound}");
        }
    }
}

#[test]
fn tables_say_a_thing_once() {
    for (name, texts) in [("surnames", &[SURNAMES_TEXT][..]), ("words", &[PLACES_TEXT, WORDS_TEXT])] {
        let mut seen = BTreeMap::new();
        for (word, sound) in texts.iter().flat_map(|text| entries(text)) {
            assert!(seen.insert(word, sound).is_none(), "{name}: {word} stands twice");
        }
    }
    let longest = SURNAMES.keys().chain(WORDS.keys()).map(|word| word.chars().count()).max();
    assert!(longest.is_some_and(|longest| longest <= LONGEST_WORD), "{longest:?}");
}

/// Whether a text is allowed in an address.
fn is_slug(text: &str) -> bool {
    text.len() <= MOST_BYTES
        && text.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

#[test]
fn every_character_makes_a_slug() {
    for c in '\0'..=char::MAX {
        let text = c.to_string();
        assert!(is_slug(&slug(&text)) && is_slug(&name_slug(&text)), "U+{:04X}", u32::from(c));
    }
}

proptest! {
    #[test]
    fn every_text_makes_a_slug(text in "\\PC{1,60}|[一-龥·，。 a-zA-Z0-9]{1,200}|.{1,20}") {
        for made in [slug(&text), name_slug(&text)] {
            prop_assert!(is_slug(&made), "{text:?} made {made:?}");
        }
        // A slug is its own slug, so that an explicit one stays unchanged.
        prop_assert_eq!(slug(&slug(&text)), slug(&text));
    }
}

#[test]
fn no_slug_is_a_name_that_windows_keeps() {
    for (text, made) in [
        ("Con", "con-1"),
        ("ＡＵＸ", "aux-1"),
        ("com 1", "com-1"),
        ("Com1", "com1-1"),
        ("console", "console"),
    ] {
        assert_eq!((slug(text), name_slug(text)), (made.to_owned(), made.to_owned()));
    }
}
