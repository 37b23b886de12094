import type { PublicAccessBlock } from '../../documents.js';
import type { Answer, Call } from '../call.js';
import { S3Error } from '../error.js';
import { store, stored } from '../shelf.js';
import { noPublicAccessBlock, readBlock, showBlock } from '../subresources/public-access-block.js';
import { parseXml, writeXml } from '../xml.js';
import { type ControlOperation, controlNamespace } from './operation.js';

const root = 'PublicAccessBlockConfiguration';
const line = { path: 'configuration/publicAccessBlock', takesResource: false };

/** The public access block of a whole account. */
export const accountBlock: readonly ControlOperation[] = [
  {
    ...line,
    method: 'GET',
    name: 'GetPublicAccessBlock',
    eventName: 'GetAccountPublicAccessBlock',
    run: get,
  },
  {
    ...line,
    method: 'PUT',
    name: 'PutPublicAccessBlock',
    eventName: 'PutAccountPublicAccessBlock',
    run: put,
  },
  {
    ...line,
    method: 'DELETE',
    name: 'DeletePublicAccessBlock',
    eventName: 'DeleteAccountPublicAccessBlock',
    run: remove,
  },
];

function get({ account, stale }: Call): Answer {
  const block = stored(account, 'publicAccessBlock', stale) as PublicAccessBlock | undefined;
  if (block === undefined)
    throw new S3Error(404, noPublicAccessBlock.code, noPublicAccessBlock.message, {
      details: { AccountId: account.id },
    });
  return { status: 200, body: writeXml(root, showBlock(block), controlNamespace) };
}

function put({ account, request }: Call): Answer {
  store(account, 'publicAccessBlock', readBlock(parseXml(request.body, root)));
  return { status: 201 };
}

function remove({ account }: Call): Answer {
  store(account, 'publicAccessBlock', undefined);
  return { status: 204 };
}
