/// The letter of a size class, `a` for 16 bytes to `z` for 416 and `A` for 432 to `F` for 512; `?` for an index that is
/// not one of the 32.
///
/// The index is CPython's `szidx` for 16-byte alignment: (size - 1) / 16.
public func sizeClassLetter(_ index: Int) -> Unicode.Scalar {
  switch index {
  case 0..<26: Unicode.Scalar(UInt8(97 + index))
  case 26..<32: Unicode.Scalar(UInt8(65 + index - 26))
  default: "?"
  }
}
