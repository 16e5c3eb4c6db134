#include "sync-server/portal/notice_page.hpp"

namespace ronda::portal {

// Colours are the tokens of LOOK §2, light and dark; the system font keeps a page within 30 kB.
std::string_view style_sheet() {
  return R"css(:root{--bg:#F3F4FA;--s1:#fff;--hi:#14183A;--mid:#434A72;--line:#DADEEC;--edge:#747BA6;--lamp:#F9AE33;--onlamp:#1D1300;--lampedge:#A86B00;--link:#2F37A8;--plan:#47519E;--done:#0A6B45;--donetint:#DDF3E8;--late:#A83E06;--miss:#AE1D32;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--bg:#0C1022;--s1:#141931;--hi:#F1F2FB;--mid:#BFC5E3;--line:#2B325A;--edge:#6F79B3;--lamp:#FFB648;--lampedge:#FFB648;--link:#AAB8FF;--plan:#A9B4F0;--done:#5FD3A2;--donetint:#11302B;--late:#FF9B6B;--miss:#FF7F8B}}
@media (prefers-contrast:more){:root{--line:var(--edge);--mid:var(--hi)}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--hi);font:17px/26px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;-webkit-text-size-adjust:100%;overflow-wrap:anywhere}
header{background:#14183A;color:#F1F2FB;padding:20px 16px 0}
.unit{display:flex;gap:14px;align-items:center;max-width:640px;margin:0 auto;padding-bottom:12px}
.unit p{margin:0;color:#D9DDF2}.unit strong{color:#fff}
.mark{flex:none;color:#fff}.slit{fill:#FFB648}
nav{display:flex;max-width:640px;margin:0 auto}
nav a{flex:1;min-height:48px;display:flex;align-items:center;justify-content:center;padding:0 8px;color:#D9DDF2;text-decoration:none;text-align:center;border-bottom:3px solid #3B4488}
nav a[aria-current]{color:#fff;font-weight:650;border-color:#FFB648}
main{max-width:640px;margin:0 auto;padding:20px 16px 40px}
h1{font-size:30px;line-height:36px;margin:20px 0 8px}
h2{font-size:20px;line-height:26px;margin:28px 0 12px}
h3{font-size:18px;line-height:26px;margin:4px 0}
p{margin:0 0 8px}
.card,.genuine{background:var(--s1);border:1px solid var(--line);border-radius:18px;padding:16px 18px;margin:16px 0}
.card h1:first-child,.card h2:first-child{margin-top:0}
.genuine{display:flex;gap:12px;background:var(--donetint);border-color:transparent}
.genuine .glyph{color:var(--done);flex:none;margin-top:2px}
.genuine p{margin:0;color:var(--mid)}.genuine .lead{color:var(--hi);font-weight:700}
.to{color:var(--mid)}.to strong{color:var(--hi)}
.label{font-size:16px;line-height:22px;font-weight:500;color:var(--mid);margin:0 0 4px}
.days{font-weight:650;margin:0}.days b{font-size:44px;line-height:50px;font-variant-numeric:tabular-nums}
.days.late{font-size:26px;line-height:34px;color:var(--late)}
.bars{display:flex;gap:4px;margin:8px 0}.bars i{flex:1;height:10px;border-radius:3px;border:1.5px solid var(--plan)}.bars i.on{background:var(--plan)}
.until{margin:0}
hr{border:0;border-top:1px solid var(--line);margin:14px 0}
.findings{list-style:none;margin:0;padding:0}.findings p{color:var(--mid);margin:0 0 4px}
.severity{display:flex;gap:8px;align-items:center;font-weight:650}
.findings .critical{color:var(--miss)}.findings .major{color:var(--late)}.findings .minor{color:var(--plan)}
.cut{stroke:var(--s1);fill:none}.dot{fill:var(--s1)}
.findings .due{color:var(--hi);font-weight:600}
.glyph{flex:none}
.closed,.acknowledged,.good{display:flex;gap:10px;align-items:flex-start}
.closed .glyph,.acknowledged .glyph,.good .glyph{color:var(--done);margin-top:4px}
.closed{color:var(--mid);margin:12px 4px}.acknowledged{font-weight:600;margin:24px 0 12px}.good p{margin:0}
form{margin:28px 0 12px}
button{width:100%;min-height:56px;padding:12px 16px;border-radius:16px;border:1.5px solid var(--lampedge);background:var(--lamp);color:var(--onlamp);font:inherit;font-size:18px;font-weight:700;cursor:pointer}
a{color:var(--link)}
a:focus-visible,button:focus-visible{outline:3px solid var(--link);outline-offset:2px}
nav a:focus-visible{outline-color:#fff;outline-offset:-3px}
.small{font-size:16px;line-height:24px;color:var(--mid)}
@media (forced-colors:active){.bars i.on{background:CanvasText}button{border:2px solid ButtonText}}
@media print{:root{--bg:#fff;--s1:#fff;--hi:#000;--mid:#000;--line:#000;--plan:#000;--done:#000;--late:#000;--miss:#000;--donetint:#fff}header{background:#fff;color:#000;padding:0}.unit p,.unit strong,.mark{color:#000}.slit{fill:#000}nav,form{display:none}.card,.genuine{break-inside:avoid;border:1px solid #000}body{font-size:12pt;line-height:16pt}}
)css";
}

}  // namespace ronda::portal
