/** Bits per number of each type. */
const BITS: Record<number, string> = {
  4: "F4",
  6: "F6_E2M3 F6_E3M2",
  8: "BOOL U8 I8 F8_E4M3 F8_E5M2 F8_E8M0 F8_E4M3FNUZ F8_E5M2FNUZ",
  16: "F16 BF16 I16 U16",
  32: "F32 I32 U32",
  64: "F64 I64 U64 C64",
};
/** All types, with the bits of one number. */
export const TYPES = Object.entries(BITS).flatMap(([bits, names]) =>
  names.split(" ").map((name) => ({ name, bits: Number(bits) })),
);

/** Names that are not types. */
export const ODD_TYPES = [
  "F128",
  "f32",
  "F8",
  "I4",
  "C128",
  "",
  "F32 ",
  "float32",
];

/** Ways to write 4 or another number, and values that are not numbers. */
export const NUMBERS = (
  "0 1 2 3 4 8 16 -0 -1 -4 4.0 4e0 0.4e1 4E0 04 +4 4. .4 1e400 -1e400 " +
  "0.0 4294967296 9007199254740993 9223372036854775808 18446744073709551615 " +
  "18446744073709551616 99999999999999999999 NaN Infinity null true"
).split(" ");

/** Values of any kind, some of which are not JSON. */
export const VALUES = [
  ...NUMBERS,
  ...['"4"', '"F32"', '""', "[]", "{}", "[[4]]", "[4]", "[0,16]", "[4,]"],
  ...['{"a":1}', '{"a":1,"a":2}', '{"a":"b"}', '{"F32":null}', "tru", "'a'"],
  ...['"\\ud800"', '"\\udc00\\ud800"', '"\\ud83d\\ude00"', '"\\x41"', '"\n"'],
];

/** Names as JSON, some of which are not. */
export const NAMES = [
  ...['"a"', '"w"', '""', '"__proto__"', '"constructor"', '"__metadata__"'],
  ...['"toString"', '"\\u0061"', '"\\u005f_metadata__"', '"ä 日 😀"', '"0"'],
  ...['"\\ud800"', '"\\ud83d\\ude00"', '"\\/"', '"\\q"', '"\\u00"', "a", "1"],
];

/** Text in which each code is one byte, also those that are not UTF-8. */
export const BYTES = [
  ..." \t\n\r\0\x0b{}[]:,\"\\019-.e/'\x7f\x80\xff\xc0",
  ..."\xef\xbb\xbf \xed\xa0\x80 \xf4\x90\x80\x80 \xc3\xa4 \xe2\x80\xa8".split(
    " ",
  ),
];

/** What may come before or after a header. */
export const SPACES = [
  " ",
  "\n",
  "\t\r ",
  "\u00a0",
  "\ufeff",
  "\0",
  "\x0b",
  "  {",
  "x",
];
