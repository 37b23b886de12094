/** A list of texts that S3 treats as a set: each once, in one order. */
export const textSet = (texts: readonly string[] = []): readonly string[] => [...new Set(texts)].sort();
