/// The page's own style: one quiet column, a table of contents beside it when there is room.
enum Stylesheet {
  static let base = """
    :root{color-scheme:light dark;--serif:Charter,"Bitstream Charter","Sitka Text",Cambria,"Source Serif 4","Noto Serif",\
    Georgia,"Liberation Serif",serif;--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",\
    "Liberation Sans",sans-serif;--mono:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",\
    "Liberation Mono",monospace}
    @media screen{:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}}
    *,::before,::after{box-sizing:border-box}
    html{font-size:clamp(1rem,.92rem + .35vw,1.125rem);scroll-padding-top:1.5rem;-webkit-text-size-adjust:100%;\
    text-size-adjust:100%}
    body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 var(--serif);overflow-wrap:break-word;\
    font-kerning:normal;text-rendering:optimizeLegibility}
    a{color:var(--accent);text-decoration-thickness:.06em;text-underline-offset:.18em;text-decoration-color:\
    color-mix(in srgb,currentColor 40%,transparent)}
    a:hover{text-decoration-color:currentColor}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
    .skip{position:absolute;left:-99rem;top:0;padding:.5rem 1rem;background:var(--accent);color:var(--paper);\
    font-family:var(--sans);z-index:2}
    .skip:focus{left:0}
    .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    .page{max-width:45.5rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
    header,main>*,.foot>*{max-width:34rem}
    header.top{max-width:42rem;margin-bottom:2.75rem;padding-bottom:1.5rem;border-bottom:1px solid var(--line)}
    h1,h2,h3,h4,h5,h6{line-height:1.25;font-weight:600;text-wrap:balance}
    h1{font-size:2.1rem;letter-spacing:-.015em;margin:0 0 .6rem;line-height:1.15}
    h2{font-size:1.42rem;letter-spacing:-.008em;margin:3rem 0 .9rem}
    h3{font-size:1.13rem;margin:2.2rem 0 .6rem}
    h4,h5,h6{font-size:1rem;margin:1.8rem 0 .5rem}
    main>:first-child{margin-top:0}
    .number{color:var(--muted);font-weight:400;margin-right:.35em;font-variant-numeric:tabular-nums}
    p,ul,ol,blockquote{margin:0 0 1.05rem}
    ul,ol{padding-left:1.4rem}
    li{margin:.25rem 0}
    li.task{list-style:none;margin-left:-1.3rem}
    hr{border:0;border-top:1px solid var(--line);margin:2.5rem 0}
    blockquote{margin-left:0;padding-left:1.1rem;border-left:3px solid var(--line);color:var(--muted)}
    img{max-width:100%;height:auto}
    sup{line-height:0;font-size:.72em}
    .subtitle{font-size:1.18rem;color:var(--muted);margin:0 0 .6rem;line-height:1.4}
    .byline{font-family:var(--sans);font-size:.86rem;color:var(--muted);margin:0 0 .9rem}
    .abstract{margin:0 0 1rem}
    .status{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;margin:0;font:.8rem/1.5 var(--sans);color:var(--muted);\
    font-variant-numeric:tabular-nums}
    .status .result{font-weight:600}
    .status code{font-size:.95em}
    .ok{color:var(--good)}.no{color:var(--bad)}
    .tools{float:right;display:flex;gap:.4rem;margin:-.4rem 0 .6rem 1rem}
    button{font:500 .74rem/1.4 var(--sans);color:var(--muted);background:var(--paper);border:1px solid var(--line);\
    border-radius:5px;padding:.22rem .6rem;cursor:pointer}
    button:hover{color:var(--ink);border-color:var(--edge)}
    nav.toc{font:.82rem/1.45 var(--sans);margin:0 0 2.5rem;max-width:34rem}
    nav.toc h2{font:600 .74rem/1.4 var(--sans);letter-spacing:.04em;color:var(--muted);margin:0 0 .5rem}
    nav.toc ol{list-style:none;margin:0;padding:0}
    nav.toc ol ol{display:none}
    nav.toc li{margin:.3rem 0}
    nav.toc ol>li>a{display:block;padding-left:1.4em;text-indent:-1.4em}
    nav.toc a{color:var(--muted);text-decoration:none}
    nav.toc a:hover{color:var(--accent);text-decoration:underline}
    nav.toc .number{margin-right:.5em}
    code{font-family:var(--mono);font-size:.82em;font-variant-ligatures:none}
    p code,li code,td code,caption code,figcaption code{background:var(--surface);border-radius:3px;padding:.08em .28em}
    pre{margin:0;font:.78rem/1.55 var(--mono);overflow-x:auto;tab-size:4;font-variant-ligatures:none}
    pre code{font-size:1em}
    pre.plain{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:.75rem 1rem;\
    margin:0 0 1.05rem}
    main>.equation,main>.scroll{max-width:42rem}
    main>.cell{max-width:42rem;margin:1.5rem 0 2rem}
    .code-box{position:relative}
    .code{border:1px solid var(--line);border-radius:6px;background:var(--surface);margin:0 0 1rem}
    .code summary{font:.72rem/1.5 var(--sans);color:var(--muted);padding:.32rem .8rem;font-variant-numeric:tabular-nums}
    .code[data-title] summary{color:var(--ink);font-weight:600}
    .code summary .lines{font-weight:400;color:var(--muted);margin-left:.6em}
    .code-box>button{position:absolute;top:.24rem;right:.4rem;border-color:transparent;background:transparent;\
    padding:.1rem .45rem}
    .code-box>button:hover{border-color:var(--line)}
    .code pre{padding:.35rem 0 .75rem;border-top:1px solid var(--line)}
    .l{display:block;padding-right:1rem;min-height:1.55em;width:max-content;min-width:100%}
    .l::before{content:attr(data-n);display:inline-block;width:3.1rem;padding-right:1rem;text-align:right;\
    color:var(--muted);font-size:.86em;user-select:none;-webkit-user-select:none;opacity:1}
    .l .k{color:var(--code-keyword)}.l .t{color:var(--code-type)}.l .s{color:var(--code-string)}
    .l .n{color:var(--code-number)}.l .c{color:var(--code-comment)}.l .a{color:var(--code-attribute)}
    summary{cursor:pointer}
    summary::marker{color:var(--muted)}
    summary:hover{color:var(--ink)}
    .output{padding:.1rem 0 .1rem .95rem;border-left:2px solid var(--line);margin:0 0 1rem;white-space:pre;\
    max-height:32rem;overflow:auto}
    .stream{margin:0 0 1rem}
    .stream>p,.stream>details>summary{font:.74rem/1.5 var(--sans);color:var(--muted);margin:0 0 .25rem}
    .stream .output{margin:0 0 .4rem}
    .stream.error .output{border-left-color:var(--care)}
    .fine{font:.8rem/1.5 var(--sans);color:var(--muted);margin:.3rem 0 .6rem}
    figure{margin:1.6rem 0 1.8rem}
    .plot{overflow-x:auto}
    .plot.wide{background:linear-gradient(90deg,var(--paper) 30%,transparent) 0 0/2.5rem 100% no-repeat local,\
    linear-gradient(270deg,var(--paper) 30%,transparent) 100% 0/2.5rem 100% no-repeat local,\
    linear-gradient(90deg,var(--line),transparent) 0 0/.8rem 100% no-repeat,\
    linear-gradient(270deg,var(--line),transparent) 100% 0/.8rem 100% no-repeat}
    .plot svg,.plot img{display:block;max-width:100%;height:auto}
    .plot.wide svg,.plot.wide img{min-width:min(30rem,180vw)}
    figcaption,caption{font:.84rem/1.5 var(--sans);color:var(--ink);text-align:left}
    figcaption{margin-top:.7rem;max-width:38rem}
    figcaption b,caption b{font-weight:600;margin-right:.35em}
    figcaption p{margin:.35rem 0 0}
    details.data{font:.8rem/1.5 var(--sans);margin:.5rem 0 0;color:var(--muted)}
    details.data[open]{color:var(--ink)}
    details.data .scroll{max-height:22rem}
    .download{font:.8rem/1.5 var(--sans)}
    .scroll{overflow:auto;margin:0 0 1.2rem;container-type:inline-size}
    table{border-collapse:collapse;font:.84rem/1.45 var(--sans);border-top:1.5px solid var(--ink);\
    border-bottom:1.5px solid var(--ink)}
    .scroll>table{width:max-content}
    caption{padding:0 0 .55rem;position:sticky;left:0;max-width:100cqi}
    th,td{padding:.32rem 1.15rem .32rem 0;text-align:left;vertical-align:baseline;overflow-wrap:normal;\
    max-width:min(22rem,70vw)}
    th:last-child,td:last-child{padding-right:.2rem}
    thead th{font-weight:600;border-bottom:.75px solid var(--edge)}
    thead th button{white-space:nowrap;font:inherit;color:inherit;border:0;padding:0;background:none}
    thead th button::after{content:" ↕";color:var(--muted)}
    thead th[aria-sort=ascending] button::after{content:" ↑"}
    thead th[aria-sort=descending] button::after{content:" ↓"}
    td.n,th.n,.n td,.n th{text-align:right;font-variant-numeric:tabular-nums lining-nums;white-space:nowrap}
    td.mid,th.mid{text-align:center}
    tbody tr+tr td,tbody tr+tr th{border-top:.5px solid var(--line)}
    tbody th{font-weight:400}
    details.data table{font-size:.74rem;color:var(--ink);border-color:var(--line)}
    .claims{list-style:none;margin:0 0 1rem;padding:0;font:.84rem/1.5 var(--sans)}
    .claims li{display:flex;gap:.6em;margin:.2rem 0}
    .claims .mark{font-weight:700}
    .claims .detail{display:block;color:var(--muted)}
    .callout{margin:1.4rem 0;padding:.85rem 1.15rem;background:var(--note);border-left:3px solid var(--accent);\
    border-radius:0 6px 6px 0}
    .callout>:last-child{margin-bottom:0}
    .callout-title{font:600 .84rem/1.4 var(--sans);margin:0 0 .3rem;color:var(--accent)}
    .callout.tip{background:var(--good-ground);border-color:var(--good)}.tip>.callout-title{color:var(--good)}
    .callout.warning{background:var(--care-ground);border-color:var(--care)}.warning>.callout-title{color:var(--care)}
    .callout.statement,.callout.proof{background:none;padding:.1rem 0 .1rem 1.15rem;border-radius:0}
    .callout.proof{border-color:var(--line)}.proof>.callout-title{color:var(--muted)}
    .equation{display:flex;align-items:center;gap:1rem;margin:1.2rem 0}
    .eqbody{flex:1;overflow-x:auto;overflow-y:hidden;text-align:center;padding:.2rem 0}
    .katex{font-size:1.1em}
    .katex .whole{white-space:nowrap}
    .eqno{font-variant-numeric:tabular-nums;color:var(--muted)}
    .tex{white-space:pre-wrap}
    .missing{color:var(--bad);font-style:italic}
    .failure,.banner{font:.88rem/1.55 var(--sans);background:var(--bad-ground);border:1px solid var(--bad);\
    border-left-width:4px;border-radius:6px;padding:.9rem 1.1rem;margin:0 0 1.2rem}
    .banner{margin-top:1.4rem;margin-bottom:0;max-width:42rem}
    .failure p,.banner p{margin:0 0 .5rem}
    .failure-title{font-weight:600;color:var(--bad)}
    .failure>:last-child,.banner>:last-child{margin-bottom:0}
    .failure pre{margin:0 0 .5rem}
    .failure .caret{color:var(--bad);font-weight:700}
    .idle{font:.8rem/1.5 var(--sans);color:var(--muted);margin:0 0 1rem}
    .foot{margin-top:4rem;padding-top:1.5rem;border-top:1px solid var(--line);font:.8rem/1.55 var(--sans);\
    color:var(--muted)}
    .foot h2{font:600 1rem/1.4 var(--sans);color:var(--ink);margin:0 0 .8rem}
    .foot dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.2rem;margin:0 0 1rem;\
    font-variant-numeric:tabular-nums}
    .foot dt{color:var(--muted)}
    .foot dd{margin:0;color:var(--ink);overflow-wrap:anywhere}
    .notes,.refs{font-size:.9rem;line-height:1.5}
    .notes p{margin:0 0 .3rem}
    .back{font-family:var(--sans);text-decoration:none}
    .site{font:600 .86rem/1.5 var(--sans);margin:0 0 1.6rem}
    .site a{color:var(--muted);text-decoration:none}
    .site a:hover{color:var(--accent);text-decoration:underline}
    .around{display:flex;flex-wrap:wrap;gap:1rem;justify-content:space-between;margin-top:4rem;max-width:42rem}
    .around a{flex:0 1 20rem;padding:.75rem 1rem;border:1px solid var(--line);border-radius:8px;text-decoration:none;\
    font:600 .92rem/1.4 var(--sans)}
    .around a:hover{border-color:var(--edge);text-decoration:underline}
    .around span{display:block;font-weight:400;font-size:.8rem;color:var(--muted)}
    .around .next{margin-left:auto;text-align:right}
    :target{scroll-margin-top:1.5rem}
    @media (min-width:74em){.page{max-width:61rem;display:grid;grid-template-columns:13rem minmax(0,42rem);\
    column-gap:4rem;align-items:start;padding-top:4rem}
    .page.single{max-width:45.5rem;grid-template-columns:minmax(0,42rem)}
    header.top,main,.foot,.site,.around{grid-column:-2}
    nav.toc{grid-column:1;grid-row:1/span 9;position:sticky;top:3.2rem;max-height:calc(100vh - 5rem);overflow-y:auto;\
    margin:.5rem 0 0;padding-right:.5rem}
    nav.toc ol ol{display:block;padding-left:1.05rem}}
    @media (max-width:36em){.tools{float:none;margin:0 0 1.2rem;justify-content:flex-end}
    .page{padding-top:1.25rem}h1{font-size:1.7rem}.l::before{width:2.4rem;padding-right:.7rem}
    .foot dl{grid-template-columns:minmax(0,1fr);gap:0}.foot dd{margin-bottom:.4rem}}
    @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
    @media (forced-colors:active){.plot svg{forced-color-adjust:none;background:var(--paper)}\
    .code,.callout,.failure,.banner{border:1px solid}}
    @media print{:root{color-scheme:light}html{font-size:10.5pt}.page{max-width:none;padding:0;display:block}\
    .tools,.skip,.code-box>button,.download,nav.toc,.site,.around{display:none!important}\
    details::details-content{content-visibility:visible;block-size:auto}\
    pre,.output{white-space:pre-wrap;max-height:none;overflow:visible}.l{width:auto}.scroll,.plot,.eqbody,\
    details.data .scroll{overflow:visible;max-height:none}.plot.wide{background:none}\
    details.data .scroll{columns:3 10rem}.scroll>table{width:auto}th.n,.n th{white-space:normal}.plot.wide svg{min-width:0}\
    h2,h3,h4,caption,summary{break-after:avoid}thead th button::after{content:none!important}\
    thead th button{display:contents}\
    tbody tr:first-child{break-before:avoid}\
    .plot,figcaption,.callout,.failure,.equation,tr,.l{break-inside:avoid}figure>.plot{break-after:avoid}\
    p{orphans:3;widows:3}a{color:inherit;text-decoration:none}header,main>*,main>.cell,.foot>*{max-width:none}}

    """
}
