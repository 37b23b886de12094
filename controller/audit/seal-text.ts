import { createHash } from 'node:crypto';
import { canonicalText } from '../domain/canonical.js';
import { isObject } from '../domain/json.js';
import type { Seal, SealedChain, Signer, Verifier } from '../domain/seal.js';

/** Version of the format of seals; older ones stay readable. */
const sealSchema = 1;

/** SHA-256 of the text of a seal: the next seal's `previous`. */
export const sealHash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What is signed: not the text itself, so that a key that is used for something else signs nothing that is a seal. */
const messageOf = (body: string): Uint8Array =>
  Buffer.from(`snapback seal ${sealSchema}\n${sealHash(body)}`, 'utf8');

const lastLine = (signature: Uint8Array): string =>
  `${canonicalText({ signature: Buffer.from(signature).toString('base64') })}\n`;

/** The seal as JSON lines: what it is, a line for each chain, and the signature over all lines above it. */
export async function sealText({ chains, ...seal }: Seal, signer: Signer): Promise<string> {
  const first = { schema: sealSchema, kind: 'seal', ...seal, chains: chains.length, key: signer.key };
  const body = [first, ...chains].map((line) => `${canonicalText(line)}\n`).join('');
  return `${body}${lastLine(await signer.sign(messageOf(body)))}`;
}

/** The seal that a text is, or why it is none. Nothing in it counts before its signature was checked. */
export function readSeal(text: string, verifier: Verifier): Seal | { readonly fault: string } {
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  const body = text.slice(0, end);
  const lines = [...body.split('\n').slice(0, -1), text.slice(end)].map(parsed);
  const [first, ...others] = lines;
  const last = others.pop();
  if (!isObject(first) || !isObject(last) || first['kind'] !== 'seal') return { fault: 'it is no seal' };
  const signature = Buffer.from(String(last['signature']), 'base64');
  // One spelling only: Base64 has several for the same bytes.
  if (text.slice(end) !== lastLine(signature)) return { fault: 'it is no seal' };
  if (!verifier.verify(String(first['key']), messageOf(body), signature))
    return { fault: `it is not signed with a key that is trusted: ${String(first['key']).slice(0, 64)}` };
  if (first['schema'] !== sealSchema)
    return { fault: `its format is ${String(first['schema'])}, not known here` };
  // From here on it is what the holder of the key wrote.
  return {
    number: Number(first['number']),
    previous: String(first['previous']),
    at: String(first['at']),
    table: String(first['table']),
    chains: others as readonly SealedChain[],
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
