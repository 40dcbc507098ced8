package finance

import "fmt"

// Month is a calendar month, counted as year·12 + month − 1.
type Month int32

// Date returns the calendar month of a year; month is 1 to 12.
func Date(year, month int) Month { return Month(year*12 + month - 1) }

// Year returns the calendar year.
func (m Month) Year() int { return int(m) / 12 }

// String returns the month as 2028-01.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", int(m)/12, int(m)%12+1) }
