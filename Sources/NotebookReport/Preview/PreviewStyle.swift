/// The style of the strip that a preview adds to a page; its colours are the page's.
enum PreviewStyle {
  static let text = """
    #preview{position:fixed;left:0;right:0;bottom:0;z-index:3;font:.8rem/1.5 var(--sans);color:var(--muted);\
    background:var(--paper);border-top:1px solid var(--line)}
    #preview>p{margin:0;padding:.3rem 1rem;display:flex;gap:1.2rem;font-variant-numeric:tabular-nums}
    #preview>.failure{margin:0;border-width:0 0 0 4px;border-radius:0;max-height:45vh;overflow:auto}
    #preview>.failure{color:var(--ink)}
    #preview ul{margin:.6rem 0 0;padding:0;list-style:none}
    #preview li{margin:0 0 .8rem}
    #preview .care{color:var(--care)}
    #preview pre{font:.76rem/1.5 var(--mono)}
    body{padding-bottom:2.2rem}
    @media print{#preview{display:none}body{padding-bottom:0}}

    """
}
