import type { Owned, OwnReader } from '../domain/own-resource.js';
import type { Tampering } from '../domain/tampering.js';
import type { AccountTarget } from '../domain/target.js';
import type { Engine } from '../engine/engine.js';
import { lookAtOwn } from '../engine/own-look.js';
import { noticeTampering } from '../engine/tampering.js';
import type { ControllerPorts } from './controller.js';

/**
 * How the controller learns of tampering with what it rests on: from events, and from its own looks with every scan of an
 * account. An event asks for a look, too, which shows what the call has changed. What is in an account that is not
 * enrolled can only be heard of.
 */
export function ownLooks(
  engine: Engine,
  reader: OwnReader,
  named: readonly Owned[],
): Required<Pick<ControllerPorts, 'owned' | 'tampered' | 'lookAtOwn'>> {
  const { accounts = [], log } = engine;
  const isEnrolled = ({ account }: Owned): boolean => accounts.some((one) => one.account === account.account);
  const readable = named.filter(isEnrolled);
  for (const { arn } of named.filter((one) => !isEnrolled(one)))
    log.warn('what is in an account that is not enrolled is not read by scans', { arn });
  const of = ({ account }: AccountTarget): readonly Owned[] =>
    readable.filter((one) => one.account.account === account);
  return {
    owned: named,
    lookAtOwn: (account) => lookAtOwn(engine, reader, of(account)),
    async tampered(tampering: Tampering) {
      await noticeTampering(engine, tampering);
      const { target, what } = tampering;
      const touched = of(target).filter((one) => one.what === what);
      if (touched.length > 0)
        engine.later?.(async () => {
          await lookAtOwn(engine, reader, touched);
          return true;
        });
    },
  };
}
