extension Stylesheet {
  /// What an index of reports needs beyond the page's own style: cards in as many columns as there is room for.
  static let site = """
    .index{max-width:68rem}
    .index header.top{max-width:none;margin-bottom:2rem}
    .index main>*{max-width:none}
    .search{margin:0 0 1.8rem;font:.86rem/1.5 var(--sans)}
    .search label{display:block;font-weight:600;margin:0 0 .3rem}
    .search input{width:100%;max-width:26rem;font:1rem/1.4 var(--sans);color:var(--ink);background:var(--paper);\
    border:1px solid var(--edge);border-radius:6px;padding:.45rem .7rem}
    .search p{margin:.4rem 0 0;min-height:1.5em;color:var(--muted)}
    .cards{list-style:none;margin:0;padding:0;display:grid;gap:1.5rem;\
    grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr))}
    .card{margin:0;display:flex;flex-direction:column;position:relative;border:1px solid var(--line);\
    border-radius:10px;background:var(--paper);overflow:hidden}
    .card[hidden],.search[hidden]{display:none}
    .card:hover{border-color:var(--edge)}
    .card:focus-within{border-color:var(--accent)}
    .thumb{display:flex;align-items:center;justify-content:center;aspect-ratio:16/10;padding:.9rem;\
    border-bottom:1px solid var(--line);overflow:hidden}
    .thumb svg,.thumb img{display:block;max-width:100%;max-height:100%;width:auto;height:auto;user-select:none;\
    -webkit-user-select:none}
    .thumb svg{width:100%;height:100%}
    .thumb.none{background:var(--surface);color:var(--muted);font:italic 3rem/1 var(--serif)}
    .words{display:flex;flex-direction:column;flex:1;padding:1.1rem 1.2rem 1.2rem}
    .words>*{margin:0 0 .55rem}
    .words>:last-child{margin-bottom:0}
    .words h2{font-size:1.22rem;line-height:1.25}
    .words h2 a{color:var(--ink);text-decoration:none}
    .words h2 a::after{content:"";position:absolute;inset:0;border-radius:10px}
    .words h2 a:focus-visible{outline:none}
    .words h2 a:focus-visible::after{outline:2px solid var(--accent);outline-offset:-2px}
    .card:hover h2 a{color:var(--accent);text-decoration:underline}
    .words .subtitle{font-size:1rem}
    .words .abstract{font-size:.9rem;line-height:1.5}
    .words .abstract a,.words .subtitle a,.hits a{position:relative}
    .words .byline{margin-top:auto;padding-top:.4rem;font-size:.8rem}
    .words .no{font:600 .82rem/1.5 var(--sans)}
    .hits{list-style:none;padding:0;font:.82rem/1.45 var(--sans)}
    .hits:empty{display:none}
    .hits li{padding:.4rem 0;margin:0;border-top:1px solid var(--line)}
    .hits span{display:block;color:var(--muted)}
    mark{background:var(--care-ground);color:var(--ink);font-weight:600}
    @media (min-width:74em){.page.index{max-width:68rem;display:block}}
    @media (forced-colors:active){.card{border:1px solid}.thumb svg{forced-color-adjust:none;background:var(--paper)}}
    @media print{.search{display:none}.index .cards{grid-template-columns:1fr 1fr}.card{break-inside:avoid}}

    """
}
