import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { keepAccountOutOfCustomHost } from '../../../controller/aws/custom-endpoint.js';
import type { LocalAws } from '../start.js';
import { foreign, home } from './cast.js';

/** What somebody in the demo has in hand: plain SDK clients under one role, over real HTTP. */
export interface Hands {
  readonly s3: S3Client;
  readonly s3control: S3ControlClient;
  /** The canonical id of the foreign account, as ACLs name it. */
  readonly foreignCanonicalId: string;
}

/** Clients of a session of this role, or of the root user where no role is given. They never retry: what S3 refuses is refused. */
export function handsOf(aws: LocalAws, role?: string, account = home): Hands {
  const { endpoint } = aws;
  const common = {
    endpoint,
    region: 'us-east-1',
    credentials: aws.credentialsFor(account, role),
    maxAttempts: 1,
  };
  const s3control = new S3ControlClient(common);
  keepAccountOutOfCustomHost(s3control);
  return {
    s3: new S3Client({ ...common, forcePathStyle: true }),
    s3control,
    foreignCanonicalId: aws.world.accounts.get(foreign)?.canonicalId ?? '',
  };
}
