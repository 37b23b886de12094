import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { UserError } from '../domain/errors.js';
import type { Signer, Verifier } from '../domain/seal.js';

const howToMake =
  'Make one with `openssl genpkey -algorithm ed25519 -out seal.pem`, and its public half with `openssl pkey -in seal.pem -pubout -out seal.pub.pem`.';

const fingerprint = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');

function keyIn<Key extends KeyObject>(file: string, read: () => Key): Key {
  let key: Key;
  try {
    key = read();
  } catch (cause) {
    throw new UserError(`${file} holds no key in PEM. ${howToMake}`, { cause });
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new UserError(`${file} holds a key of another kind (${key.asymmetricKeyType}). ${howToMake}`);
}

/** Signs with the private Ed25519 key in a PEM text; the name of its file is for people. */
export function fileSigner(file: string, pem: string): Signer {
  const key = keyIn(file, () => createPrivateKey(pem));
  return { key: fingerprint(createPublicKey(key)), sign: async (message) => sign(null, message, key) };
}

/** Trusts every Ed25519 key in a PEM text, one behind the other: those of before a change of keys, too. */
export function fileVerifier(file: string, pem: string): Verifier {
  const blocks = pem.match(/-----BEGIN [^-]+-----[\s\S]+?-----END [^-]+-----/g) ?? [pem];
  const keys = new Map(
    blocks.map((block) => {
      const key = keyIn(file, () => createPublicKey(block));
      return [fingerprint(key), key] as const;
    }),
  );
  return {
    verify(name, message, signature) {
      const key = keys.get(name);
      return key !== undefined && verify(null, message, key, signature);
    },
  };
}
