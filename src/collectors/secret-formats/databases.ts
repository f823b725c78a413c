import type { FormatGroup } from './format.ts';

/** Databases and what serves data. */
export const databases: FormatGroup = {
  purpose: 'database',
  rows: [
    ['supabase/access-token', 'sbp_', 'sbp_[0-9a-f]{40}', 'token'],
    ['supabase/secret-key', 'sb_secret_', 'sb_secret_[\\w-]{20,60}', 'api-key'],
    ['neon/api-key', 'napi_', 'napi_[a-z0-9]{40,80}', 'api-key'],
    ['neon/password', 'npg_', 'npg_[A-Za-z0-9]{12,16}', 'password', { check: 'mixed' }],
    ['planetscale/token', 'pscale_tkn_', 'pscale_tkn_[\\w=.-]{30,70}', 'token'],
    ['planetscale/password', 'pscale_pw_', 'pscale_pw_[\\w=.-]{30,70}', 'token'],
    ['planetscale/oauth-token', 'pscale_oauth_', 'pscale_oauth_[\\w=.-]{30,70}', 'token'],
    ['aiven/password', 'AVNS_', 'AVNS_[\\w-]{16,24}', 'password'],
    ['aiven/token', 'aivenv1', 'aivenv1[A-Za-z0-9+/=]{200,600}', 'token'],
    ['cockroach/secret-key', 'CCDB1_', 'CCDB1_[A-Za-z0-9]{22}_[A-Za-z0-9]{40}', 'api-key'],
    ['clickhouse/api-secret', '4b1d', '4b1d[A-Za-z0-9]{38}', 'api-key', { check: 'mixed' }],
    ['mongodb/service-account-secret', 'mdb_sa_sk_', 'mdb_sa_sk_[\\w-]{40}', 'password'],
    ['datastax/astra-token', 'AstraCS:', 'AstraCS:[A-Za-z]{24}:[0-9a-f]{64}', 'token'],
    ['elastic/cloud-key', 'essu_', 'essu_[A-Za-z0-9+/=]{80,200}', 'api-key'],
    ['typeform/token', 'tfp_', 'tfp_[\\w-]{40,60}', 'token'],
    ['dbt/service-token', 'dbtc_', 'dbtc_[\\w-]{36,60}', 'token'],
    ['dbt/user-token', 'dbtu_', 'dbtu_[\\w-]{36,60}', 'token'],
    ['prefect/api-key', 'pnu_', 'pnu_[A-Za-z0-9]{36}', 'api-key'],
    ['prefect/service-key', 'pnb_', 'pnb_[A-Za-z0-9]{36}', 'api-key'],
    ['convex/deploy-key', 'prod:', 'prod:[a-z]{3,12}-[a-z]{3,12}-\\d{1,4}\\|[A-Za-z0-9=+/]{40,200}', 'api-key'],
    ['airtable/personal-token', 'pat', 'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}', 'token'],
  ],
};
