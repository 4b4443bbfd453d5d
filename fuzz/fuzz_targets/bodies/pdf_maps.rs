//! Examines any bytes as font data of a valid PDF: the first byte chooses the kind, the second how many of
//! the rest are the page that uses it.

use bangyang::extract::look;

pub fn run(bytes: &[u8]) {
    let Some(([which, length], rest)) = bytes.split_first_chunk() else { return };
    let (page, map) = rest.split_at(usize::from(*length).min(rest.len()));
    let dictionary = match which % 4 {
        0 => "/Type/CMap",
        1 => "/Type/CMap/Filter/ASCIIHexDecode",
        2 => "/Type/ObjStm/N 9/First 40",
        _ => "/Type/CMap/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>",
    };
    let font = if which & 4 == 0 { "/Subtype/Type0/Encoding/Identity-H" } else { "/Subtype/TrueType" };
    let mut file = format!(
        "%PDF-1.7\n1 0 obj<</Type/Page/Contents 3 0 R/Resources<</Font<</F 2 0 R>>>>>>endobj\n\
         2 0 obj<</Type/Font{font}/ToUnicode 4 0 R>>endobj\n3 0 obj<</Length {}>>stream\nBT /F 9 Tf <",
        page.len() * 2 + 18
    )
    .into_bytes();
    file.extend(page.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()));
    file.extend(b"> Tj ET\nendstream endobj\n");
    file.extend(format!("4 0 obj<<{dictionary}/Length {}>>stream\n", map.len()).bytes());
    file.extend_from_slice(map);
    file.extend(b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n");
    let _ = look("a.pdf", &file);
}
