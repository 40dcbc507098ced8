// Package finance is the money of the model: amounts in integer cents, the
// parties that pay and are paid, the instruments by which they do, and the
// double-entry ledger in which every payment ends. It knows no citizens: the
// simulator counts heads, services and actions per buurt in an [Activity] and
// finance turns them into postings.
//
// The main types, in reading order:
//
//   - [Cents] and [Split]: amounts, and divisions that never lose a cent;
//   - [Party] and [Reason]: who pays whom, and for what;
//   - [Ledger]: one amount per line and month, with the three costs (KCE,
//     programme, resource) and how they tie;
//   - [Instrument] and its [Terms]: one way of paying, from start to end;
//   - [Activity]: what was done in a month, per buurt;
//   - [Settlement]: the compiled instruments, which settle one month at a time;
//   - [Yearly], [SharedSavings], [BudgetGuarantee]: what is compared with a benchmark
//     once a year, from the [Exposure] in the activity, with an [Outcome] per year;
//   - [NoLoser]: the smallest side payments that leave nobody worse off;
//   - [Validate]: every mistake in a set of instruments, at once.
//
// The rules per person, [OwnShare] and [Capitation.Fee], are pure functions. The
// simulator calls the first at the event and keeps what a citizen has paid this year.
//
// A yearly amount is paid in twelfths with cumulative rounding: after k months
// of a calendar year the payee has had round(year·k/12) cents, half away from
// zero, so that twelve months make the year to the cent.
package finance
