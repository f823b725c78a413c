import type { PostureSettings } from '../posture/settings.ts';
import { knownVendors } from '../posture/known-accounts.ts';
import type { Config } from './config.ts';
