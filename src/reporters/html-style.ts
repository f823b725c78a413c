/** How the HTML report looks: light and dark, on screen and on paper. */
export const pageStyle = `
:root{--ink:#1b1f24;--paper:#fff;--line:#d5dae1;--edge:#7f8893;--soft:#f4f6f8;--dim:#57606a;--link:#0a58ca;--critical:#a40e26;--high:#b3470a;--medium:#7a5c00;--low:#30588c;--info:#57606a;--good:#1a6b3c}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e6e8eb;--paper:#15181c;--line:#353b43;--edge:#6f7985;--soft:#1e2329;--dim:#9aa4af;--link:#7db3ff;--critical:#ff8a94;--high:#ffab70;--medium:#e3c35b;--low:#8fb8f0;--info:#9aa4af;--good:#6fd39a}}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:break-word}
header,main{max-width:1200px;margin:0 auto;padding:0 1rem}
h1{font-size:1.6rem;margin:1.2rem 0 0}h2{font-size:1.25rem;margin:2rem 0 .6rem;border-bottom:1px solid var(--line)}h3{font-size:1rem;margin:.4rem 0;display:inline}
.card h3,section>h3,dialog h3{display:block}
a{color:var(--link)}.dim{color:var(--dim)}.number{text-align:right;font-variant-numeric:tabular-nums}
code,pre{font:13px/1.45 ui-monospace,monospace;overflow-wrap:anywhere}pre{background:var(--soft);padding:.6rem;white-space:pre-wrap}
nav{display:flex;flex-wrap:wrap;gap:.4rem 1rem;margin:.6rem 0}.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.3rem .6rem}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:1rem}.card{border:1px solid var(--line);border-radius:6px;padding:.6rem .9rem}.card table{width:100%}.card th{text-align:left;font-weight:normal}.card .state{white-space:normal}.card .number{vertical-align:top}
table.plain{border-collapse:collapse;width:100%;margin:.5rem 0}.plain th,.plain td{border-bottom:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}.plain .number{text-align:right}.plain tbody th{font-weight:normal}.plain thead th,.plain .word{overflow-wrap:normal}.names a{display:inline-block;margin-right:.5rem}
.severity,.state{display:inline-block;padding:0 .45rem;border:1px solid currentColor;border-radius:9px;font-size:.8rem;white-space:nowrap}
.critical,.failing,.too-static,.failed{color:var(--critical)}.high{color:var(--high)}.medium,.conditional,.partial,.not-proven{color:var(--medium)}.low,.possible,.not-seen,.no-rule{color:var(--low)}.info{color:var(--info)}.covered,.adequate,.complete{color:var(--good)}.confirmed{color:var(--critical)}
details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0;padding:.4rem .8rem}summary{cursor:pointer}.fix{color:var(--dim)}
.paths>li{margin:.9rem 0}button,input,select{font:inherit;color:inherit;background:var(--soft);border:1px solid var(--edge);border-radius:4px;padding:.15rem .5rem}button{cursor:pointer}::placeholder{color:var(--dim);opacity:1}
:focus-visible{outline:2px solid var(--link);outline-offset:1px}
.filters{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center}.filters label{display:flex;gap:.4rem;align-items:center;max-width:100%}.filters input[type=search]{width:18rem;min-width:0}.filters select{min-width:0;max-width:100%}
.grid{height:min(70vh,620px);overflow:auto;border:1px solid var(--line);border-radius:6px}.grid table{border-collapse:collapse;width:100%;min-width:52rem;table-layout:fixed}
.grid th,.grid td{padding:0 .5rem;height:34px;text-align:left;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;border-bottom:1px solid var(--line)}.grid thead th{position:sticky;top:0;background:var(--soft);z-index:1}.grid thead button{border:0;background:none;padding:0;font-weight:600}
.grid tbody tr{cursor:pointer}.grid tbody tr:hover,.grid tbody tr[aria-selected=true]{background:var(--soft)}.grid table:focus{outline:0}.grid:has(table:focus-visible){outline:2px solid var(--link)}.grid table:focus-visible tr[aria-selected=true]{outline:2px solid var(--link);outline-offset:-2px}.grid .space td{height:auto;padding:0;border:0}
dialog{max-width:min(960px,94vw);width:100%;max-height:90vh;overflow:auto;color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:8px}dialog::backdrop{background:#0008}
dialog .card-head{display:flex;justify-content:space-between;gap:1rem;padding:0;max-width:none}dialog h2{border:0;margin:0;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.5rem 0}.facts dt{color:var(--dim)}.facts dd{margin:0;overflow-wrap:anywhere}
.drawing{border:1px solid var(--line);border-radius:6px;margin:.6rem 0;background:var(--paper)}
.needs-script{display:none}.scripted .needs-script{display:block}.scripted button.needs-script{display:inline-block}.scripted .no-table{display:none}
@media screen and (max-width:600px){.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.4rem}details{overflow-x:auto}table.plain{min-width:46rem}}
@media print{:root{color-scheme:light}nav,.needs-script,.scripted .needs-script,.skip,.drawing,dialog button{display:none!important}dialog{inset:0 auto auto 0;height:max-content;max-height:none;max-width:none;overflow:visible;border:0;padding:0}body:has(dialog[open])>:not(dialog){display:none}details{break-inside:avoid}main :not(#coverage)>details::details-content,dialog details::details-content{content-visibility:visible;block-size:auto}.scripted .no-table{display:block}body{font-size:11pt}a{color:inherit;text-decoration:none}}
`;
