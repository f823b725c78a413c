import type { Evidence } from './evidence.ts';
import type { StoredSecret } from './github-repository.ts';
import type { Plane } from './plane.ts';

/** Something that carries a policy of its own: a secret, a function, a bucket, a key. */
export interface Resource {
  /** Stable: `aws:resource/<ARN>`; of GitHub, see github-id.ts. */
  readonly id: string;
  readonly plane: Plane;
  /** `aws-secret`, `aws-lambda-function`... */
  readonly kind: string;
  /** The ARN. */
  readonly name: string;
  /** The account it lives in. */
  readonly scope: string;
  /** A `PolicyDocument.id`. Absent where it has no policy; where the policy could not be read there is no record. */
  readonly policy?: string;
  /** Of a secret or variable of GitHub: where it lies, and who is given it. */
  readonly stored?: StoredSecret;
  /** Code declares it; what the provider says of it counts over that. */
  readonly declared?: true;
  readonly evidence: readonly Evidence[];
}
