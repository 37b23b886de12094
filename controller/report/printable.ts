// Cc: terminal escapes. Cf: bidirectional overrides and zero-width characters, which make text read as something
// else. Cs: halves of surrogate pairs. Zl, Zp: line breaks that are not spelt "\n".
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

// By UTF-16 units, as JSON spells them.
const spell = (char: string): string =>
  short[char] ??
  Array.from(
    { length: char.length },
    (_, index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');

/**
 * Text from outside (user agents, bucket documents, error messages) made safe for a terminal: characters that
 * would move the cursor, break the line or reorder it are spelt out. The result is always one line.
 */
export const printable = (text: string): string => text.replace(unsafe, spell);
