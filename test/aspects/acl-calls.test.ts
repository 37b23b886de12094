import { describe, expect, it } from 'vitest';
import { acl } from '../../controller/aspects/acl.js';
import type { Acl } from '../../controller/aspects/kit/grants.js';
import type { Step } from '../../controller/domain/plan.js';
import { account, bucket, grantToUser, ownerId, shownAcl } from './access-situation.js';
import { declared, everybody, other, partner, privately, write } from './acl-case.js';

describe('the put of an ACL', () => {
  it('puts grants in the name of the owner that S3 shows', () => {
    const [step] = write({
      found: shownAcl(),
      wanted: declared(grantToUser(partner, 'READ')),
    }) as readonly Step[];
    expect(step?.operation).toBe('PutBucketAcl');
    expect(step?.input).toEqual({
      Bucket: bucket.name,
      ExpectedBucketOwner: account,
      AccessControlPolicy: {
        Owner: { ID: ownerId },
        Grants: [grantToUser(partner, 'READ'), grantToUser(ownerId, 'FULL_CONTROL')],
      },
    });
  });

  it('puts a canned ACL by its name', () => {
    const [step] = write({ found: shownAcl(everybody('READ')), wanted: privately }) as readonly Step[];
    expect(step?.input).toEqual({ Bucket: bucket.name, ExpectedBucketOwner: account, ACL: 'private' });
    expect(step?.leaves).toEqual({ kind: 'value', value: privately });
  });

  it('expects to see of a public ACL only what IgnorePublicAcls lets be seen', () => {
    const [first, last] = write({
      found: shownAcl(everybody('WRITE')),
      wanted: declared(everybody('READ'), grantToUser(partner, 'READ')),
      mayOpen: ['acl'],
    }) as readonly Step[];
    expect(first?.leaves).toEqual({ kind: 'value', value: declared() });
    expect(last?.leaves).toEqual({ kind: 'value', value: declared(grantToUser(partner, 'READ')) });
  });

  it('takes from some first, leaving what both have', () => {
    const [first] = write({
      found: shownAcl(grantToUser(other, 'READ'), grantToUser(partner, 'READ')),
      wanted: declared(grantToUser(partner, 'READ'), grantToUser(partner, 'READ_ACP')),
    }) as readonly Step[];
    const canonical = (value: unknown) => acl.canonical(value as Acl, bucket);
    expect(first?.leaves?.kind === 'value' && canonical(first.leaves.value)).toEqual(
      canonical(declared(grantToUser(partner, 'READ'))),
    );
  });

  it('leaves somebody the less that he has, while he waits for leave to have more', () => {
    const [first] = write({
      found: shownAcl(grantToUser(other, 'READ'), grantToUser(partner, 'READ')),
      wanted: declared(grantToUser(partner, 'FULL_CONTROL')),
    }) as readonly Step[];
    expect(JSON.stringify(first?.leaves)).toContain('"READ"');
    expect(JSON.stringify(first?.leaves)).not.toContain(other);
  });
});
