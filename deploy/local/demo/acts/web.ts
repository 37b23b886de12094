import { PutBucketCorsCommand, PutBucketWebsiteCommand } from '@aws-sdk/client-s3';
import type { Act } from '../act.js';
import { orders } from '../cast.js';
import { originsOf, siteOf } from '../readings.js';

export const corsOpened: Act = {
  kind: 'act',
  name: 'cors-opened',
  deed: `lets scripts of every site read ${orders}`,
  bucket: orders,
  aspect: 'cors',
  commit: ({ s3 }) =>
    s3.send(
      new PutBucketCorsCommand({
        Bucket: orders,
        CORSConfiguration: {
          CORSRules: [{ AllowedMethods: ['GET', 'PUT'], AllowedOrigins: ['*'], AllowedHeaders: ['*'] }],
        },
      }),
    ),
  read: (auditor) => originsOf(auditor, orders),
  intact: null,
};

export const websiteSwitchedOn: Act = {
  kind: 'act',
  name: 'website-switched-on',
  deed: 'makes a website of data-invoices',
  bucket: 'data-invoices',
  aspect: 'website',
  commit: ({ s3 }) =>
    s3.send(
      new PutBucketWebsiteCommand({
        Bucket: 'data-invoices',
        WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } },
      }),
    ),
  read: (auditor) => siteOf(auditor, 'data-invoices'),
  intact: null,
};
