/** Large enough to touch, strong enough to read by day and by night, one column on a phone; nothing is fetched. */
export const STYLE = `:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--quiet:#4d5763;--line:#7a8490;--rule:#dde2e7;--accent:#0b4f9e;--on-accent:#fff;--wrong:#a6131f;--good:#1c7a3a;--soft:#f2f5f8;--glow:#ffd24d}
@media(prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#eef1f4;--quiet:#b3bcc6;--line:#7f8a96;--rule:#343c45;--accent:#8fc1ff;--on-accent:#0b1a2b;--wrong:#ff9ea4;--good:#5fcf86;--soft:#1f262d;--glow:#8a6a00}}
*{box-sizing:border-box}body{margin:0;font:1.0625rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
main,.top,.foot{max-width:44rem;margin:0 auto;padding:0 1rem}main{padding-bottom:3rem}
.skip{position:absolute;left:-100vw}.skip:focus{position:static;display:block;padding:.5rem 1rem;background:#ffe38a;color:#000}
.top{display:flex;align-items:center;flex-wrap:wrap;gap:.25rem 1.5rem;justify-content:space-between;padding-top:.75rem;padding-bottom:.75rem;color:var(--quiet);font-size:.9375rem}
.top p{margin:0}.bar{border-bottom:1px solid var(--line)}.lang{display:flex;gap:.75rem}.lang a,.lang span{padding:.25rem 0}
.foot{border-top:1px solid var(--line);padding-top:1rem;padding-bottom:2rem;color:var(--quiet);font-size:.875rem;overflow-wrap:anywhere}
h1{font-size:1.625rem;line-height:1.25;margin:1.5rem 0 .5rem}h2{font-size:1.1875rem;margin:1.75rem 0 .5rem}
a{color:var(--accent)}a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,textarea:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--ink);outline-offset:1px;box-shadow:0 0 0 7px var(--glow)}
.steps{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:.5rem 0 0;padding:0;font-size:.9375rem}
.steps li{color:var(--quiet)}.steps [aria-current]{font-weight:700;color:var(--ink)}.caption{color:var(--quiet);margin:1rem 0 0}
fieldset{border:0;margin:0;padding:0;min-width:0}.item{border:1px solid var(--line);border-radius:.375rem;padding:.25rem 1rem 1rem;margin:.75rem 0}
label,legend{font-weight:600;padding:0}.q{margin:1.25rem 0}.hint{overflow-wrap:anywhere;color:var(--quiet);margin:.125rem 0 .375rem}
.optional{font-weight:400;color:var(--quiet)}.source{color:var(--quiet);font-size:.9375rem;margin:.375rem 0 0}
input[type=text],input[type=email],input[type=date],input[type=file],select,textarea{display:block;width:100%;max-width:32rem;font:inherit;color:inherit;background:var(--paper);padding:.5rem .625rem;border:1px solid var(--line);border-radius:.25rem;min-height:2.75rem}
textarea{min-height:8rem}input.short{max-width:14rem}input[aria-invalid=true],select[aria-invalid=true],textarea[aria-invalid=true]{border:2px solid var(--wrong)}
.choice{display:flex;gap:.625rem;align-items:center;min-height:2.75rem;font-weight:400}.choice input{width:1.375rem;height:1.375rem;margin:0;flex:none}
.wrong{color:var(--wrong);font-weight:600;margin:.25rem 0}.note{border-left:.375rem solid var(--line);background:var(--soft);padding:.75rem 1rem;margin:1.25rem 0}
.note.bad{border-color:var(--wrong)}.note.good{border-color:var(--good)}.note h2{margin-top:0}.note ul{margin:.25rem 0;padding-left:1.25rem}.note p{margin:.25rem 0}
.buttons{display:flex;flex-wrap:wrap;gap:.75rem;margin:2rem 0 1rem}button,.button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.25rem;border-radius:.25rem;border:1px solid var(--accent);background:var(--paper);color:var(--accent);cursor:pointer;text-align:center;text-decoration:none;display:inline-block}
button.first,.button.first{background:var(--accent);color:var(--on-accent)}button.plain{border-color:transparent;background:none;padding-left:0;padding-right:0;text-align:left;text-decoration:underline}
dl{margin:.5rem 0;border-top:1px solid var(--line)}dl div{display:grid;grid-template-columns:minmax(9rem,1fr) 2fr;gap:.25rem 1rem;padding:.5rem 0;border-bottom:1px solid var(--rule)}
dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}code{overflow-wrap:anywhere}
.files{list-style:none;padding:0}.files li{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;border-bottom:1px solid var(--rule);padding:.25rem 0;overflow-wrap:anywhere}
@media(max-width:36rem){dl div{grid-template-columns:1fr}.buttons>*,.button{width:100%}}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}`;
