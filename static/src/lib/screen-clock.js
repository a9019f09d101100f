// The clock of the big screen: the corridor's time, wherever the display believes to be.
export function showClock() {
  const language = document.documentElement.lang, zone = { timeZone: "Asia/Shanghai" };
  const hours = new Intl.DateTimeFormat(language, { ...zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const days = new Intl.DateTimeFormat(language, { ...zone, year: "numeric", month: "long", day: "numeric", weekday: "short" });
  const clock = document.querySelector("[data-clock]"), day = document.querySelector("[data-clock-day]");
  tick();

  function tick() {
    const now = Date.now();
    write(clock, hours.format(now));
    write(day, days.format(now));
    setTimeout(tick, 1000 - (now % 1000));
  }
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
