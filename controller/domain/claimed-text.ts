const limit = 1024;
// Control characters and the marks that turn the direction of text: they forge lines in logs and terminals.
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Text that somebody else wrote, made safe to store and to show: control characters escaped as `\uXXXX`, at most
 * 1 KB of well-formed UTF-8. Nothing for what is no text or empty.
 */
export function claimedText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const bytes = new Uint8Array(limit);
  const safe = value.slice(0, limit).replace(unprintable, escaped);
  const { written } = new TextEncoder().encodeInto(safe, bytes);
  return new TextDecoder().decode(bytes.subarray(0, written));
}
