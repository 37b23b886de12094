import { TerminalError } from '../domain/errors.js';
import { isObject } from '../domain/json.js';
import { partPrefix, partRow } from './keys.js';
import type { Row, Rows } from './rows.js';
import { sha256 } from './sha256.js';

/** How much of a document may lie in a row, in bytes of UTF-8. */
export interface Limits {
  /** Longest document inside the row that it belongs to. */
  readonly inline: number;
  /** Longest piece of a document that is kept in rows of its own. */
  readonly part: number;
}

/**
 * DynamoDB refuses rows over 400 KB (Developer Guide: "Quotas"). No row has 20 documents, so 16 KiB each stay
 * below it together, also in a head row that carries a whole incident for a moment.
 */
export const defaultLimits: Limits = { inline: 16 * 1024, part: 350 * 1024 };

const longestPlainText = 256;

/**
 * Documents are kept as JSON text, because DynamoDB's own maps end at 32 levels and change numbers that are not
 * decimal with 38 digits. One that is too long for its row is cut into rows named by its SHA-256, written before
 * the row that names them: a crash between leaves parts that nobody names, never a row without its parts. Parts
 * never change and are never deleted, so a reader cannot meet half of a newer document.
 */
export interface Documents {
  /** The members as attributes of one row of the partition. Members that are undefined are left out. */
  pack(pk: string, members: object): Promise<Row>;
  /** The members again. Rejects if a part is missing or was altered. */
  unpack(pk: string, attributes: Row): Promise<Record<string, unknown>>;
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value !== '' && value.length <= longestPlainText);

/** What lies in the table is not what was written: no retry helps. */
export class AlteredDocument extends TerminalError {
  override readonly name = 'AlteredDocument';
}

function parsed(pk: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new AlteredDocument(`${pk}: a document in the ledger is no JSON`, { cause });
  }
}

export function documentsIn(rows: Rows, limits: Limits): Documents {
  async function packOne(pk: string, value: unknown): Promise<unknown> {
    if (isPlain(value)) return value;
    const json = JSON.stringify(value);
    const bytes = Buffer.from(json, 'utf8');
    if (bytes.length <= limits.inline) return { json };
    const digest = sha256(bytes);
    const parts = Math.ceil(bytes.length / limits.part);
    for (let part = 0; part < parts; part += 1) {
      const piece = bytes.subarray(part * limits.part, (part + 1) * limits.part);
      await rows.put({ ...partRow(pk, digest, part), piece: Uint8Array.from(piece) });
    }
    return { sha256: digest, parts };
  }

  async function unpackOne(pk: string, value: unknown): Promise<unknown> {
    if (!isObject(value)) return value;
    if (typeof value['json'] === 'string') return parsed(pk, value['json']);
    const digest = String(value['sha256']);
    const pieces: Uint8Array[] = [];
    for await (const row of rows.query({ partition: pk, sort: partPrefix(digest) })) {
      if (row['piece'] instanceof Uint8Array) pieces.push(row['piece']);
    }
    const bytes = Buffer.concat(pieces);
    if (sha256(bytes) !== digest)
      throw new AlteredDocument(`${pk}: document ${digest} is not whole in the ledger`);
    return parsed(pk, bytes.toString('utf8'));
  }

  return {
    async pack(pk, members) {
      const packed: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(members)) {
        if (value !== undefined) packed[name] = await packOne(pk, value);
      }
      return packed;
    },
    async unpack(pk, attributes) {
      const unpacked = Object.entries(attributes).map(
        async ([name, value]) => [name, await unpackOne(pk, value)] as const,
      );
      return Object.fromEntries(await Promise.all(unpacked));
    },
  };
}
