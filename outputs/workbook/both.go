package workbook

import (
	"fmt"
	"reflect"
	"slices"

	"piramide/internal/words"
)

// Both joins the same workbook in two languages: every name in both, every number once.
// It refuses workbooks that differ in form. The first sheet is that of a: its sentences
// are joined by who wrote them.
func Both(a, b *Book) (*Book, error) {
	x, other := *a, *b
	other.Page = x.Page
	// The order of the alphabet is another in every language: instruments are sorted anew.
	x.Instruments, other.Instruments = nil, nil
	if err := joinText(reflect.ValueOf(&x).Elem(), reflect.ValueOf(&other).Elem(), words.Both); err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	// Names of sheets hold no slash.
	x.Names = a.Names
	names := func(l, r string) string {
		if l == r {
			return l
		}
		return l + " – " + r
	}
	if err := joinText(reflect.ValueOf(&x.Names).Elem(), reflect.ValueOf(&other.Names).Elem(), names); err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	x.Lang = a.Lang
	if len([]rune(x.Source)) > footerLetters {
		x.Source = a.Source
	}
	for _, l := range x.Lines {
		if l.Payer != "" && !slices.Contains(x.Instruments, l.Instrument) {
			x.Instruments = append(x.Instruments, l.Instrument)
		}
	}
	slices.Sort(x.Instruments)
	return &x, nil
}

// footerLetters is what finds room at the foot of a sheet, which holds 255 with its marks.
const footerLetters = 240

// joinText joins every text in a with the text at the same place in b; lists of a are
// copied, so that its owner keeps them.
func joinText(a, b reflect.Value, join func(l, r string) string) error {
	switch a.Kind() {
	case reflect.String:
		a.SetString(join(a.String(), b.String()))
	case reflect.Struct:
		for i := range a.NumField() {
			if err := joinText(a.Field(i), b.Field(i), join); err != nil {
				return err
			}
		}
	case reflect.Slice:
		if a.Len() != b.Len() {
			return fmt.Errorf("a list of %s has %d entries, and %d in the other language", a.Type(), a.Len(), b.Len())
		}
		fresh := reflect.MakeSlice(a.Type(), a.Len(), a.Len())
		reflect.Copy(fresh, a)
		a.Set(fresh)
		for i := range a.Len() {
			if err := joinText(a.Index(i), b.Index(i), join); err != nil {
				return err
			}
		}
	}
	return nil
}
