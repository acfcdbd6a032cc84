/** The registry's pages, in light and in dark. */
export const pageStyle = `
:root { color-scheme: light dark; --line: #8884; --quiet: #666; --error: #b3261e; --warning: #8a5a00; --link: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --quiet: #aaa; --error: #f2b8b5; --warning: #f0c36d; --link: #a8c7fa; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1rem 1.25rem 4rem; font: 1rem/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: baseline; border-bottom: 1px solid var(--line); padding-bottom: 0.5rem; }
header strong { font-size: 1.15rem; }
h1 { font-size: 1.6rem; margin: 1.5rem 0 0.5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
a { color: var(--link); }
a:focus-visible, input:focus-visible, button:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
main { overflow-x: auto; padding: 0 0.25rem 0.25rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
td.number { font-variant-numeric: tabular-nums; }
pre { overflow: auto; padding: 0.75rem; border: 1px solid var(--line); border-radius: 0.4rem; font-size: 0.85rem; max-height: 32rem; }
code { font-size: 0.92em; overflow-wrap: anywhere; }
ul.findings { list-style: none; padding: 0; margin: 0; }
ul.findings li { padding: 0.35rem 0; border-bottom: 1px solid var(--line); }
.quiet { color: var(--quiet); }
.ERROR, .failed, .BREAKING { color: var(--error); font-weight: 600; }
.WARNING, .DANGEROUS { color: var(--warning); font-weight: 600; }
form { display: flex; gap: 0.5rem; flex-wrap: wrap; align-items: end; margin: 0.5rem 0; }
label { display: grid; gap: 0.2rem; }
input, button { font: inherit; padding: 0.35rem 0.6rem; }
`;
