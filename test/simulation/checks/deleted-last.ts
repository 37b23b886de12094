import type { Mail, Read } from '../history.js';
import { aspectOf, subjectsOf, wrongsOf } from '../reality.js';
import type { Check } from './check.js';

const eventIn = (body: string): string | undefined => /"eventID":"([^"]+)"/.exec(body)?.[1];

/** A message goes only when the ledger has its event and what was found, and when the next look is asked for. */
export const deletedLast: Check = {
  name: 'no message is deleted before its outcome is in the ledger and its re-check in the queue',
  find(played) {
    const { happenings, world } = played;
    const wrongs: string[] = [];
    const selected = new Set(subjectsOf(played).map(({ key }) => key));
    const mails = happenings.filter((one): one is Mail => one.kind === 'mail');
    const stale = happenings.filter((one): one is Read => one.kind === 'read' && one.isStale === true);
    const bad = wrongsOf(played, Number.POSITIVE_INFINITY);
    const rechecks = new Map<string, number>();
    for (const mail of mails) {
      if (mail.what === 'sent' && mail.body.includes('"snapback":"recheck"'))
        for (const [, id] of mail.body.matchAll(/"kind":"event","id":"([^"]+)"/g))
          if (id !== undefined && !rechecks.has(id)) rechecks.set(id, mail.at);
      const event = eventIn(mail.body);
      if (mail.what !== 'deleted' || event === undefined) continue;
      const target = targetIn(mail.body);
      if (!selected.has(target) || world.seized.has(target)) continue;
      const where = `${mail.at}: ${mail.process} deletes ${mail.id} about ${target}`;
      if (mail.noted !== true) wrongs.push(`${where} before the ledger knows event ${event}`);
      if (mail.body.includes('"errorCode"')) continue;
      if (!rechecks.has(event)) wrongs.push(`${where} before a re-check is asked for`);
      const received = mails.findLast(
        (one) => one.what === 'received' && one.id === mail.id && one.process === mail.process,
      );
      const since = received?.at ?? 0;
      const isDoubtful = stale.some((one) => one.target === target && one.at >= since && one.at <= mail.at);
      const document = documentIn(mail.body);
      if (isDoubtful || document === undefined) continue;
      const isWrong = bad.some(
        (one) => one.target === target && one.document === document && one.from < since && one.to > mail.at,
      );
      const aspect = target.endsWith('/account') ? 'accountPublicAccessBlock' : (aspectOf[document] ?? '');
      if (isWrong && mail.open?.has(`${target} ${aspect}`) !== true)
        wrongs.push(`${where}, whose ${aspect} is wrong, without an incident`);
    }
    return wrongs;
  },
};

function targetIn(body: string): string {
  const account = /"recipientAccountId":"(\d+)"/.exec(body)?.[1] ?? '';
  const bucket = /"bucketName":"([^"]+)"/.exec(body)?.[1];
  return bucket === undefined ? `aws/${account}/account` : `aws/${account}/bucket/${bucket}`;
}

const documents: Readonly<Record<string, string>> = {
  PublicAccessBlock: 'publicAccessBlock',
  Policy: 'policy',
  Acl: 'acl',
  OwnershipControls: 'ownershipControls',
  Versioning: 'versioning',
  Tagging: 'tagging',
  Encryption: 'encryption',
};

const documentIn = (body: string): string | undefined =>
  documents[/"eventName":"(?:Put|Delete)(?:Bucket|Account)([A-Za-z]+)"/.exec(body)?.[1] ?? ''];
