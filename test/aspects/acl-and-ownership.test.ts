import { describe, expect, it } from 'vitest';
import { block, grantToUser, shownAcl } from './access-situation.js';
import {
  brief,
  type Case,
  declared,
  enforced,
  everybody,
  other,
  ownership,
  partner,
  privately,
  publicly,
  write,
  writer,
} from './acl-case.js';

describe('writing an ACL beside object ownership', () => {
  const both = ['acl', 'ownershipControls'];
  it.each<[string, Case, unknown]>([
    [
      'what may be hidden goes',
      {
        found: shownAcl(),
        wanted: privately,
        block: block(false, { IgnorePublicAcls: true }),
        repairs: ['ownershipControls'],
      },
      [['acl.put', 'close']],
    ],
    [
      'private before ACLs are disabled',
      { found: shownAcl(everybody('READ')), wanted: privately, ownershipWanted: enforced, repairs: both },
      [['acl.put', 'close']],
    ],
    [
      'private also where it looks so',
      { found: shownAcl(), wanted: privately, ownershipWanted: enforced, repairs: ['ownershipControls'] },
      [['acl.put', 'close']],
    ],
    [
      'private also where the ACL is unmanaged',
      {
        found: shownAcl(grantToUser(other, 'READ')),
        wanted: null,
        ownershipWanted: enforced,
        repairs: ['ownershipControls'],
      },
      [['acl.put', 'close']],
    ],
    [
      'private also where S3 has no controls yet',
      {
        found: shownAcl(),
        wanted: null,
        ownershipFound: null,
        ownershipWanted: enforced,
        repairs: ['ownershipControls'],
      },
      [['acl.put', 'close']],
    ],
    [
      'nothing while ACLs are disabled',
      {
        found: shownAcl(),
        wanted: null,
        ownershipFound: enforced,
        ownershipWanted: enforced,
        repairs: ['ownershipControls'],
      },
      [],
    ],
    [
      'nothing of an unmanaged ACL, whoever owns objects',
      {
        found: shownAcl(grantToUser(other, 'READ')),
        wanted: null,
        ownershipWanted: ownership('BucketOwnerPreferred'),
        repairs: ['ownershipControls'],
      },
      [],
    ],
    [
      'a partner after ACLs count again',
      {
        found: shownAcl(),
        wanted: declared(grantToUser(partner, 'READ')),
        ownershipFound: enforced,
        ownershipWanted: writer,
        repairs: both,
      },
      [['acl.put', 'open', 'ownershipControls.put']],
    ],
    [
      'the world after ACLs count again',
      {
        found: shownAcl(),
        wanted: publicly,
        ownershipFound: enforced,
        ownershipWanted: writer,
        repairs: both,
      },
      [['acl.put', 'open', 'publicAccessBlock.close', 'ownershipControls.put']],
    ],
    [
      'nothing private after ACLs count again',
      {
        found: shownAcl(),
        wanted: privately,
        ownershipFound: enforced,
        ownershipWanted: writer,
        repairs: ['ownershipControls'],
      },
      [],
    ],
    [
      'a partner cannot come while ACLs are disabled',
      { found: shownAcl(), wanted: declared(grantToUser(partner, 'READ')), ownershipFound: enforced },
      'escalate',
    ],
  ])('%s', (_name, each, expected) => {
    expect(brief(write(each))).toEqual(expected);
  });
});
