import { describe, expect, it } from 'vitest';
import { block, grantToGroup, grantToUser, ownerId, shownAcl } from './access-situation.js';
import {
  brief,
  type Case,
  declared,
  everybody,
  other,
  partner,
  privately,
  publicly,
  write,
} from './acl-case.js';

describe('writing an ACL', () => {
  it.each<[string, Case, unknown]>([
    [
      'a stranger goes',
      { found: shownAcl(grantToUser(other, 'READ')), wanted: privately },
      [['acl.put', 'close']],
    ],
    ['the world goes', { found: shownAcl(everybody('WRITE')), wanted: privately }, [['acl.put', 'close']]],
    [
      'a partner loses what is too much',
      {
        found: shownAcl(grantToUser(partner, 'FULL_CONTROL')),
        wanted: declared(grantToUser(partner, 'READ')),
      },
      [['acl.put', 'close']],
    ],
    [
      'a partner comes back',
      { found: shownAcl(), wanted: declared(grantToUser(partner, 'READ')) },
      [['acl.put', 'open']],
    ],
    [
      'a partner stays in another spelling',
      {
        found: shownAcl(
          ...['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP'].map((each) => grantToUser(partner, each)),
        ),
        wanted: declared(grantToUser(partner, 'FULL_CONTROL')),
      },
      [['acl.put', 'restore']],
    ],
    [
      'everybody becomes everybody with an account',
      { found: shownAcl(everybody('READ')), wanted: { Canned: 'authenticated-read' } },
      [['acl.put', 'close', 'publicAccessBlock.close']],
    ],
    [
      'everybody with an account becomes everybody',
      { found: shownAcl(grantToGroup('global/AuthenticatedUsers', 'READ')), wanted: publicly },
      [['acl.put', 'open', 'publicAccessBlock.close']],
    ],
    [
      'the owner comes back',
      { found: { Owner: { ID: ownerId }, Grants: [] }, wanted: privately },
      [['acl.put', 'restore']],
    ],
    [
      'log delivery comes back',
      { found: shownAcl(), wanted: { Canned: 'log-delivery-write' } },
      [['acl.put', 'restore']],
    ],
    [
      'the world comes back',
      { found: shownAcl(), wanted: publicly },
      [['acl.put', 'open', 'publicAccessBlock.close']],
    ],
    [
      'the world loses the pen',
      { found: shownAcl(everybody('READ'), everybody('WRITE')), wanted: publicly },
      [['acl.put', 'close', 'publicAccessBlock.close']],
    ],
    [
      'a stranger goes before a partner comes',
      { found: shownAcl(grantToUser(other, 'READ')), wanted: declared(grantToUser(partner, 'READ')) },
      [
        ['acl.close', 'close'],
        ['acl.put', 'open', 'acl.close'],
      ],
    ],
    ['nothing', { found: shownAcl(), wanted: privately }, []],
    [
      'nothing, the owner by id',
      { found: shownAcl(), wanted: { Grants: [grantToUser(ownerId, 'FULL_CONTROL')] } },
      [],
    ],
    [
      'nothing hidden is looked for on a clean look',
      { found: shownAcl(), wanted: privately, block: block(true), repairs: ['bucketPolicy'] },
      [],
    ],
  ])('%s', (_name, each, expected) => {
    expect(brief(write(each))).toEqual(expected);
  });
});
