import { UserError } from '../../user-error.ts';
import type { Collector } from '../collector.ts';

/** Reads what a SPIRE server prints of its registration entries, agents and federated trust domains. */
export const collector: Collector = {
  name: 'spiffe',
  plane: 'spiffe',
  identityPlanes: ['spiffe', 'kubernetes'],
  sources: [
    {
      form: 'FILE',
      summary: 'saved output of spire-server entry show, agent list, bundle list and federation list (-output json)',
    },
  ],
  permissions: [],
  accepts: () => false,
  collect: async (source) => {
    throw new UserError(`${source} is not a file that can be read; save the output of: spire-server entry show -output json`);
  },
  async recognises(head) {
    const { recognisesSpireFile } = await import('./spire-file.ts');
    return recognisesSpireFile(head);
  },
  async collectFile(path, context) {
    const { collectSpireFile } = await import('./spire-file.ts');
    return collectSpireFile(path, context);
  },
};
