/** Number of documents that a short text is cut into. */
const DOCUMENTS = 20;

/** Fewest and most characters of a document, about. */
const DOCUMENT_LENGTH = { least: 500, most: 10_000 };

/** Where a document may end, best first; the match ends there. */
const BREAKS = [
  /\n[^\S\n]*\n(?=\S)/, // a blank line
  /\n(?=\S)/,
  /(?:[.!?…]["'”’»)]*\s+|[。！？।؟۔]["”’」』]*\s*)(?=\S)/, // a sentence
  /\s(?=\S)/,
];

/**
 * Cuts a text into documents: from the length wanted to twice that length,
 * each ends at the first break of the best kind. Joined, they are the text.
 */
export function cutAtBreaks(text: string): string[] {
  const { least, most } = DOCUMENT_LENGTH;
  const share = Math.ceil(text.length / DOCUMENTS);
  const wanted = Math.max(least, Math.min(most, share));
  const pieces: string[] = [];
  let start = 0;
  while (text.length - start > 1.5 * wanted) {
    const from = start + wanted;
    const tail = text.slice(from, from + wanted);
    const found = BREAKS.map((kind) => kind.exec(tail)).find(Boolean);
    const broken = found ?? /^[\uDC00-\uDFFF]?/.exec(tail); // whole characters
    const end = from + (broken ? broken.index + broken[0].length : 0);
    pieces.push(text.slice(start, end));
    start = end;
  }
  return [...pieces, text.slice(start)];
}
