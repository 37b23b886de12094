import { startLocalAws } from './start.js';

/** What the command is told. */
export interface LocalAwsCommand {
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** The accounts that exist, at least one. */
  readonly accounts: readonly string[];
  /** Ends it when aborted. */
  readonly stopping: AbortSignal;
  /** Prints one line. */
  readonly log: (line: string) => void;
}

/** Runs the local AWS alone, tells how to reach it, and ends when asked to. Everything in it is then gone. */
export async function runLocalAws({ port, accounts, stopping, log }: LocalAwsCommand): Promise<void> {
  const aws = await startLocalAws({ port, accounts });
  log(`Local AWS on ${aws.endpoint} with S3, S3 Control, STS, CloudTrail, DynamoDB and SQS, all in memory.`);
  log(
    `Accounts: ${accounts.join(', ')}. The digits in an access key id name the account, the rest the user.`,
  );
  log(`Events arrive in ${aws.queueUrl}, undeliverable ones in ${aws.deadLetterQueueUrl}.`);
  log('To use it from a shell:');
  for (const [name, value] of Object.entries(aws.env())) log(`  export ${name}=${value}`);
  await new Promise<void>((resolve) => {
    if (stopping.aborted) resolve();
    stopping.addEventListener('abort', () => resolve(), { once: true });
  });
  await aws.stop();
  log('Local AWS stopped.');
}
