package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"piramide/internal/words"
)

// twoLanguages marks a verb that can speak two languages at once.
const twoLanguages = "two languages"

// both lets a verb write its documents in two languages side by side.
func both(c *cobra.Command) *cobra.Command {
	c.Annotations = map[string]string{twoLanguages: "yes"}
	return c
}

// inTurn lets verbs that only print do so in one language after the other.
func (a *app) inTurn(verbs ...*cobra.Command) {
	for _, c := range verbs {
		say := both(c).RunE
		c.RunE = func(c *cobra.Command, args []string) error {
			for i, w := range a.languages {
				a.words = w
				if i > 0 {
					fmt.Fprintln(a.out)
				}
				if err := say(c, args); err != nil {
					return err
				}
			}
			return nil
		}
	}
}

// oneLanguage refuses two languages where a verb, or what a program reads, has one.
func (a *app) oneLanguage(c *cobra.Command, _ []string) error {
	if len(a.languages) < 2 {
		return nil
	}
	for _, name := range []string{"json", "csv"} {
		if f := c.Flags().Lookup(name); f != nil && f.Value.String() == "true" {
			return usage("language_json", "flag", "--"+name, "lang", a.flags.lang)
		}
	}
	if c.Annotations[twoLanguages] == "" {
		return usage("language_one", "verb", c.CommandPath(), "first", a.languages[0].Lang(), "second", a.languages[1].Lang())
	}
	return nil
}

// speak takes the languages that were asked for; the first speaks of mistakes.
func (a *app) speak(languages []*words.Words) { a.languages, a.words = languages, languages[0] }
