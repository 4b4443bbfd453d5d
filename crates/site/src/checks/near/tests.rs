use super::*;

const OWN: &str = "chen-xiulan.md";

/// The names reported in a text about 陈秀兰.
fn told<'t>(name: &str, text: &'t str) -> Vec<&'t str> {
    let near = Near::new(name, OWN).unwrap();
    near.find(text, false).into_iter().map(|slip| text.get(slip.range).unwrap()).collect()
}

#[test]
fn slips_are_told() {
    for (name, text, wanted) in [
        // Sounds the same, or nearly.
        ("陈秀兰", "陈绣兰从事家政服务十二年。", "陈绣兰"),
        ("陈秀兰", "陈秀兰是月嫂。2022年，陈秀蓝获评市级典型。", "陈秀蓝"),
        ("陈秀兰", "陈秀兰，1975年生。雇主都说，陈秀岚做事细。", "陈秀岚"),
        ("陈秀兰", "程秀兰从事家政服务十二年。", "程秀兰"),
        ("丁秀珍", "丁秀贞是一位养老护理员。", "丁秀贞"),
        ("林桂芬", "大家都喊林桂分大姐。", "林桂分"),
        ("周采珠", "周采朱说，孩子要慢慢带。", "周采朱"),
        ("李静", "李敬，女，1980年生。", "李敬"),
        ("傅丽群", "付丽群带着徒弟上门。", "付丽群"),
        ("张玉莲", "章玉莲的一天从五点开始。", "章玉莲"),
        ("欧阳红", "欧阳虹报名参加了培训班。", "欧阳虹"),
        ("欧阳小红", "欧阳晓红报名参加了培训班。", "欧阳晓红"),
        ("沈惠珍", "月嫂沈慧珍到村里讲课。", "沈慧珍"),
        ("沈惠珍", "福嫂**沈惠贞**到村里讲课。", "沈惠贞"),
        ("沈惠珍", "沈惠珍到村里讲课，沈慧珍讲得好。", "沈慧珍"),
        // The name in a story that served as a template.
        ("陈秀兰", "陈秀芳从事家政服务十二年。", "陈秀芳"),
        ("陈秀兰", "陈玉兰从事家政服务十二年。月嫂陈玉兰说：", "陈玉兰"),
        ("陈秀兰", "陈秀兰是月嫂。\n\n去年冬天，陈秀芳接到一个电话。", "陈秀芳"),
        ("高月英", "人们都认得高月红。", "高月红"),
        ("阿依古丽·买买提", "阿依古力·买买提是护理员。", "阿依古力·买买提"),
        ("Lin Yulan", "Lin Yulen has worked for twelve years.", "Lin Yulen"),
        ("Ada Thorne", "We met Ada Thorme at the quay.", "Ada Thorme"),
        // In a link to her.
        ("陈秀兰", "见[陈秀芳](../exemplars/chen-xiulan.md)。", "陈秀芳"),
    ] {
        let found = told(name, text);
        assert!(!found.is_empty() && found.iter().all(|found| *found == wanted), "{text}: {found:?}");
    }
}

#[test]
fn what_is_no_slip_passes() {
    for (name, text) in [
        ("陈秀兰", "陈秀兰从事家政服务十二年，秀兰爱笑，大家叫秀兰姐。"),
        ("陈秀兰", "陈大姐、老陈、小陈、陈老师都是她。"),
        // Another person, who is introduced.
        ("陈秀兰", "她的妹妹陈秀芳也来了。后来陈秀芳成了班长。"),
        ("陈秀兰", "陈秀兰和陈秀芳是同村人。"),
        ("陈秀兰", "双胞胎姐姐陈秀岚先报了名。陈秀岚说好。"),
        ("陈秀兰", "陈秀兰、陈秀岚、陈玉兰一起领奖。"),
        ("陈秀兰", "陈秀兰带出了徒弟陈小兰。"),
        ("陈秀兰", "陈秀兰的家里，雇主陈玉兰抱着孩子。"),
        ("陈秀兰", "陈秀兰（曾用名陈绣兰），1975年生。"),
        ("陈秀兰", "陈秀兰原名“陈绣兰”。"),
        ("陈秀兰", "证书上误写成陈绣兰。"),
        ("陈秀兰", "陈绣兰（原名）现在叫陈秀兰。"),
        ("陈秀兰", "见[陈秀芳](chen-xiufang.md)，[陈绣兰](chen-xiu-lan.md)。"),
        ("陈秀兰", "![合影](../照片/陈秀芳.jpg)"),
        // Ordinary words.
        ("陈秀兰", "陈秀是村里的会计，陈秀把账算清。陈秀说得对。"),
        ("王芳", "王方便是她的同学，国王方面没有回音，大王放开手。"),
        ("王芳", "王方和王芳是两个人。王方，男。"),
        ("王芳", "王老师、王大姐、王姐。"),
        ("何秀兰", "我们和秀兰一起，任何秀兰都知道，祝贺秀兰。"),
        ("于秀兰", "对于秀兰来说，关于秀兰的事，由于秀兰。"),
        ("章秀兰", "这是一张秀兰的照片，两张秀兰的剪纸。"),
        ("徐秀兰", "也许秀兰记得，或许秀兰不记得，不许秀兰走。"),
        ("邹秀兰", "上周秀兰去了县里，每周秀兰讲一课。"),
        ("付秀兰", "师傅秀兰教得细。"),
        ("傅秀兰", "钱已经支付秀兰，交付秀兰。"),
        ("程桂娥", "课程桂娥都上过，过程桂娥记得。"),
        ("方冬梅", "盛开的地方红梅点点，对方春梅不认识。"),
        ("时春燕", "那时小燕刚会走，当时新燕归巢。"),
        ("王建军", "王建国际酒店，王建设工程。"),
        ("古丽娜尔", "古丽巴尔来了，古丽努尔也来了。"),
        ("康雪", "康学校长，康血小板，安康学校。"),
        ("马小燕", "人马小队，马小跑着。"),
        ("李柳英", "李树柳树，行李六件。"),
        ("Lin Yulan", "Lin Yulan taught. Lin Yulanson, Lin Yulin's, her sister Lin Yulin and Lin Yubao."),
        ("Ada Thorne", "Ada Thorne, Ida Thorne, ada thorne, Ada Thornes, Ada Thorn."),
        ("Wang Li", "Wang Lu, Wang Bi and Wang Li."),
        ("Cher", "Chef, Chep"),
    ] {
        assert_eq!(told(name, text), Vec::<&str>::new(), "{name}: {text}");
    }
}

#[test]
fn of_others_only_what_sounds_alike_is_told() {
    let near = Near::new("陈秀兰", OWN).unwrap();
    let count = |text: &str| near.find(text, true).len();
    assert_eq!((count("陈绣兰讲课"), count("陈秀芳讲课")), (1, 0));
    assert!(near.is_in_link("陈秀芳") && near.is_in_link("**陈绣兰**"));
    assert!(!near.is_in_link("陈秀兰") && !near.is_in_link("陈秀") && !near.is_in_link("她的事"));
}

#[test]
fn links_are_found() {
    let text = "见[甲](a.md)、[乙丙](../x/b.md#c)和![图](c.jpg \"题\")，]( [](";
    let found: Vec<_> = links(text).map(|(words, file)| (text.get(words).unwrap(), file)).collect();
    assert_eq!(
        found,
        [("甲", "a.md"), ("乙丙", "b.md"), ("图", "c.jpg"), ("图](c.jpg \"题\")，", ""), ("", "")]
    );
    // Many closing signs without an opening one cost no more than few.
    assert_eq!(links(&"](".repeat(100_000)).count(), 0);
}

#[test]
fn many_slips_are_bounded() {
    assert_eq!(told("陈秀兰", &"陈绣兰。".repeat(100_000)).len(), MOST);
}
