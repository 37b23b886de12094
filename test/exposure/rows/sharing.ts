import type { JsonObject } from '../../../controller/domain/json.js';
import { allowing, closed, partner, type RowCase, third, us } from './row-case.js';

const topic = (account: string): string => `arn:aws:sns:eu-west-1:${account}:orders`;
const role = (account: string, name = 'reader'): string => `arn:aws:iam::${account}:role/${name}`;
const point = (account: string): string => `arn:aws:s3:eu-west-1:${account}:accesspoint/*`;
const org = 'o-k3v9q2m7xd';

/** Everybody, confined to somebody: to whom comes from the key that is nearest to the caller. */
const confined: readonly (readonly [row: string, condition: JsonObject, lets: readonly string[]])[] = [
  ['by the account of the caller', { StringEquals: { 'aws:PrincipalAccount': partner } }, [partner]],
  [
    'by the account of the caller',
    { StringEquals: { 'aws:PrincipalAccount': [us, partner, third] } },
    [partner, third],
  ],
  ['by the account of the caller', { ArnEquals: { 'aws:PrincipalArn': role(partner) } }, [partner]],
  ['by the account of the caller', { ArnLike: { 'aws:PrincipalArn': role(partner, '*') } }, [partner]],
  [
    'by several keys of the caller',
    {
      StringEquals: { 'aws:PrincipalAccount': [partner, third] },
      ArnLike: { 'aws:PrincipalArn': role(partner) },
    },
    [partner],
  ],
  [
    'by several keys of the caller',
    { StringEquals: { 'aws:PrincipalAccount': partner }, ArnLike: { 'aws:PrincipalArn': role(third) } },
    [],
  ],
  [
    'by several keys of the caller',
    { StringEquals: { 'aws:PrincipalAccount': [partner, third], 'aws:userid': third } },
    [third],
  ],
  ['by the id of the caller', { StringEquals: { 'aws:userid': partner } }, [partner]],
  ['by the id of the caller', { StringEquals: { 'aws:userid': 'AIDAQ3EGUXYZ' } }, ['userid:AIDAQ3EGUXYZ']],
  ['by the id of the caller', { StringLike: { 'aws:userid': 'AROAQ3EGUXYZ:*' } }, ['userid:AROAQ3EGUXYZ']],
  ['by the source', { StringEquals: { 'aws:SourceAccount': partner } }, [partner]],
  ['by the source', { StringEquals: { 'aws:SourceOwner': [partner, us] } }, [partner]],
  ['by the source', { ArnEquals: { 'aws:SourceArn': topic(partner) } }, [partner]],
  ['by the source', { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::tern-media-copy' } }, []],
  ['by the source', { StringEquals: { 's3:DataAccessPointAccount': partner } }, [partner]],
  ['by the source', { ArnLike: { 's3:DataAccessPointArn': point(partner) } }, [partner]],
  ['by the organization', { StringEquals: { 'aws:PrincipalOrgID': org } }, [`org:${org}`]],
  [
    'by the organization',
    { StringEquals: { 'aws:PrincipalOrgID': [org, 'o-z8p4w1n6yt'] } },
    [`org:${org}`, 'org:o-z8p4w1n6yt'],
  ],
  [
    'by the organization',
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${org}/r-ab12/*` } },
    [`org:${org}`],
  ],
  [
    'the nearest key has the say',
    { StringEquals: { 'aws:PrincipalAccount': us, 'aws:PrincipalOrgID': org } },
    [],
  ],
  [
    'the nearest key has the say',
    { StringEquals: { 'aws:PrincipalAccount': partner, 'aws:SourceAccount': third } },
    [partner],
  ],
  [
    'the nearest key has the say',
    { StringEquals: { 'aws:SourceAccount': us, 'aws:PrincipalOrgID': org } },
    [],
  ],
  ['by services alone', { StringEquals: { 'aws:PrincipalServiceName': 'sns.amazonaws.com' } }, []],
  ['by services alone', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }, []],
];

/** A service, on whose behalf the guards say. Without one it is nobody's share. */
const guarded: readonly (readonly [row: string, condition: JsonObject, lets: readonly string[]])[] = [
  ['SourceAccount', { StringEquals: { 'aws:SourceAccount': us } }, []],
  ['SourceAccount', { StringEquals: { 'aws:SourceAccount': [us, partner] } }, [partner]],
  ['SourceAccount', { StringLike: { 'aws:SourceAccount': '*' } }, []],
  ['SourceAccount', { StringNotEquals: { 'aws:SourceAccount': partner } }, []],
  ['SourceOwner', { StringEquals: { 'aws:SourceOwner': partner } }, [partner]],
  ['SourceArn', { ArnLike: { 'aws:SourceArn': topic(partner) } }, [partner]],
  ['SourceArn', { ArnLike: { 'aws:SourceArn': `arn:aws:cloudtrail:*:${partner}:trail/*` } }, [partner]],
  ['SourceArn', { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/*' } }, []],
  ['SourceOrgID', { StringEquals: { 'aws:SourceOrgID': org } }, [`org:${org}`]],
  ['SourceOrgID', { StringLike: { 'aws:SourceOrgID': 'o-*' } }, []],
  ['another key', { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } }, []],
  ['another key', { StringEquals: { 'aws:PrincipalOrgID': org } }, []],
];

/** Named principals are listed as they are: conditions do not take them off. */
const explicit: readonly JsonObject[] = [
  { Bool: { 'aws:SecureTransport': 'true' } },
  { StringEquals: { 'aws:PrincipalOrgID': org } },
  { StringEquals: { 'aws:PrincipalAccount': us } },
  { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
];

const text = (condition: JsonObject): string => JSON.stringify(condition);

export const sharingCases: readonly RowCase[] = [
  ...confined.map(([row, condition, lets]) => ({
    row: `everybody, confined ${row}`,
    title: text(condition),
    given: allowing({ Condition: condition }),
    expect: { ...closed(...lets), anonymousOrAnyPrincipal: false },
  })),
  ...guarded.map(([row, condition, lets]) => ({
    row: `a service, guarded by ${row}`,
    title: text(condition),
    given: allowing({ Principal: { Service: 'cloudtrail.amazonaws.com' }, Condition: condition }),
    expect: { ...closed(...lets), anonymousOrAnyPrincipal: false },
  })),
  ...explicit.map((condition) => ({
    row: 'a named account behind a condition',
    title: text(condition),
    given: allowing({ Principal: { AWS: partner }, Condition: condition }),
    expect: { ...closed(partner), anonymousOrAnyPrincipal: false },
  })),
];
