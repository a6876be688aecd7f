//! The logo in the file: its pixels, and how a page shows them.

use crate::model::look::Logo;
use printpdf::{CurTransMat, DictItem, ExternalStream, ExternalXObject, Op, XObject, XObjectId, XObjectTransform};

/// What pages call it.
pub(super) fn id() -> XObjectId {
    XObjectId("Logo".to_owned())
}

/// The picture as an object that all pages share.
pub(super) fn embedded(logo: &Logo) -> XObject {
    let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    let entries = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(i64::from(logo.width))),
        ("Height", DictItem::Int(i64::from(logo.height))),
        ("ColorSpace", name("DeviceRGB")),
        ("BitsPerComponent", DictItem::Int(8)),
    ];
    XObject::External(ExternalXObject {
        stream: ExternalStream {
            dict: entries
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
            content: logo.pixels.to_vec(),
            compress: true,
        },
        width: None,
        height: None,
        dpi: None,
    })
}

/// Shows it with its lower left corner at a place, so wide and so high.
pub(super) fn shown((x, y): (f32, f32), (width, height): (f32, f32)) -> [Op; 4] {
    let matrix = CurTransMat::Raw([width, 0.0, 0.0, height, x, y]);
    let transform = XObjectTransform {
        no_auto_scale: true,
        ..XObjectTransform::default()
    };
    [
        Op::SaveGraphicsState,
        Op::SetTransformationMatrix { matrix },
        Op::UseXobject { id: id(), transform },
        Op::RestoreGraphicsState,
    ]
}
