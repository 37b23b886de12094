/** The texts and the numbers of a JSON document. */
const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * The JSON document with texts in the place of numbers that would come out of a parser otherwise than they went in,
 * such as ids of more than 15 digits. S3 takes a number in a condition for its text, so both mean the same, and what is
 * put back over a policy changes no number of it.
 */
export const withExactNumbers = (text: string): string =>
  text.replace(tokens, (token) =>
    !number.test(token) || String(Number(token)) === token ? token : JSON.stringify(token),
  );
