import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dataBaseline } from '../rig/fleet.js';
import { type Rig, startRig } from '../rig/rig.js';
import { typing } from './typed.js';

let rig: Rig;
let type: ReturnType<typeof typing>;
let usual: NodeJS.ProcessEnv;
beforeAll(async () => {
  rig = await startRig(dataBaseline);
  type = typing(rig);
  usual = { ...process.env };
});
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in usual)) delete process.env[name];
  Object.assign(process.env, usual);
});
afterAll(() => rig.stop());

describe.each(['plan', 'incidents', 'report', 'init-table'])('%s', (name) => {
  it('says so if nothing listens at the endpoint', async () => {
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:1';
    const { code, out, err } = await type(name);
    expect([code, out, err]).toEqual([1, '', expect.stringContaining('Cannot reach AWS: ')]);
    expect(err).not.toContain('    at ');
  });

  it('says so if there are no credentials', async () => {
    for (const key of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'])
      delete process.env[key];
    Object.assign(process.env, {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
      AWS_CONFIG_FILE: '/nowhere/config',
    });
    const { code, out, err } = await type(name);
    expect([code, out, err]).toEqual([1, '', expect.stringMatching(/^There are no AWS credentials\. Set /)]);
  });
});
