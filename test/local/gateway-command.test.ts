import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, expect, it, vi } from 'vitest';
import { runLocalAws } from '../../deploy/local/main-command.js';

afterEach(() => vi.unstubAllEnvs());

it('tells an environment in which clients need nothing else, and ends when told to', async () => {
  const lines: string[] = [];
  let told = () => {};
  const ready = new Promise<void>((resolve) => {
    told = resolve;
  });
  const log = (line: string) => {
    lines.push(line);
    if (line.includes('SNAPBACK_QUEUE_URL')) told();
  };
  const stop = new AbortController();
  const accounts = ['111122223333', '444455556666'];
  const running = runLocalAws({ port: 0, accounts, stopping: stop.signal, log });
  await ready;
  for (const line of lines) {
    const [, name = '', value = ''] = /export (\w+)=(.*)$/.exec(line) ?? [];
    if (name !== '') vi.stubEnv(name, value);
  }
  const identity = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toBe('arn:aws:iam::111122223333:root');
  stop.abort();
  await running;
  expect(lines.at(-1)).toBe('Local AWS stopped.');
  await expect(new STSClient({ maxAttempts: 1 }).send(new GetCallerIdentityCommand({}))).rejects.toThrow();
});

it('ends at once when it was told to before it was up', async () => {
  const lines: string[] = [];
  await runLocalAws({
    port: 0,
    accounts: ['111122223333'],
    stopping: AbortSignal.abort(),
    log: (line) => lines.push(line),
  });
  expect(lines.at(-1)).toBe('Local AWS stopped.');
});
