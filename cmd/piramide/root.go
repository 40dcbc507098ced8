package main

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"piramide/internal/job/version"
)

// root builds the tree of verbs in the reader's language.
func (a *app) root() *cobra.Command {
	cobra.AddTemplateFunc("aligned", aligned)
	root := a.group("piramide", a.compare(), a.runOne(), a.solve(), a.sweep(), a.beforeAfter(), a.evaluateDesign(), a.savingsLuck(), a.scenario(), a.result(), a.decide(), a.report(), a.plot(), a.evidence(), a.describe(), a.validate(), a.calibrate(), a.cohort(), a.version())
	root.Version = version.Name()
	root.PersistentPreRunE = func(c *cobra.Command, args []string) error {
		if err := a.oneLanguage(c, args); err != nil {
			return err
		}
		return counts(c)
	}
	root.SilenceErrors, root.SilenceUsage = true, true
	root.PersistentFlags().StringVar(&a.flags.lang, "lang", "nl", a.words.Say("cli.flag.lang"))
	root.PersistentFlags().Lookup("lang").DefValue = ""
	root.SetFlagErrorFunc(flagError)
	root.SetUsageTemplate(a.template())
	root.SetHelpTemplate("{{with or .Long .Short}}{{. | trimTrailingWhitespaces}}\n\n{{end}}{{if or .Runnable .HasSubCommands}}{{.UsageString}}{{end}}")
	root.SetHelpCommand(a.help(root))
	root.AddCommand(a.exitCodes())
	root.InitDefaultCompletionCmd("completion")
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			a.completion(c)
		}
	}
	a.helpFlags(root)
	return root
}

// verb makes a command whose texts stand in the catalogue under cli.NAME, names
// of nested verbs joined by a point. use is its line of use.
func (a *app) verb(id, use string) *cobra.Command {
	return &cobra.Command{Use: use, Short: a.words.Say("cli." + id + ".short"), Long: a.words.Say("cli." + id + ".long"), DisableFlagsInUseLine: true}
}

// group makes a command that only holds others.
func (a *app) group(name string, verbs ...*cobra.Command) *cobra.Command {
	c := a.verb(name, name)
	c.AddCommand(verbs...)
	c.Args, c.SuggestionsMinimumDistance = cobra.ArbitraryArgs, 2
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return c.Help()
		}
		if near := c.SuggestionsFor(args[0]); len(near) > 0 {
			return usage("verb_near", "verb", args[0], "near", strings.Join(near, ", "))
		}
		return usage("verb", "verb", args[0], "help", c.CommandPath()+" --help")
	}
	return c
}

// help shows the help of a verb or topic.
func (a *app) help(root *cobra.Command) *cobra.Command {
	c := a.verb("help", "help ["+a.words.Say("cli.arg.verb")+"]")
	c.RunE = func(_ *cobra.Command, args []string) error {
		found, rest, err := root.Find(args)
		if err != nil || found == nil || len(rest) > 0 {
			return usage("verb", "verb", strings.Join(args, " "), "help", "piramide --help")
		}
		return found.Help()
	}
	return c
}

// exitCodes is a topic of help and no verb: piramide help exit-codes.
func (a *app) exitCodes() *cobra.Command { return a.verb("exit-codes", "exit-codes") }

// completion puts cobra's own verb in the reader's language.
func (a *app) completion(c *cobra.Command) {
	c.Short, c.Long = a.words.Say("cli.completion.short"), a.words.Say("cli.completion.long")
	for _, shell := range c.Commands() {
		shell.DisableFlagsInUseLine = true // it would speak English
		shell.Short = a.words.Say("cli.completion.shell", "shell", shell.Name())
		shell.Long = a.words.Say("cli.completion.use", "shell", shell.Name())
		if f := shell.Flags().Lookup("no-descriptions"); f != nil {
			f.Usage = a.words.Say("cli.flag.no-descriptions")
		}
	}
}

// helpFlags declares --help on every verb in the reader's language.
func (a *app) helpFlags(c *cobra.Command) {
	c.Flags().BoolP("help", "h", false, a.words.Say("cli.flag.help"))
	if c.Version != "" {
		c.Flags().Bool("version", false, a.words.Say("cli.flag.version"))
	}
	for _, child := range c.Commands() {
		a.helpFlags(child)
	}
}

// flagHead is a flag and the name of its value, before the gap to its text.
var flagHead = regexp.MustCompile(`(?m)^ +(?:-\w, )?--[^ ]+(?: [^ ]+)?  `)

// aligned puts the texts of flags in one column: pflag counts an é as two.
func aligned(page string) string {
	return flagHead.ReplaceAllStringFunc(page, func(head string) string {
		return head + strings.Repeat(" ", len(head)-utf8.RuneCountInString(head))
	})
}

// template is cobra's page of use with its headings in the reader's language.
func (a *app) template() string {
	const page = `{{if or .Runnable .HasSubCommands}}USE:
  {{if .HasAvailableSubCommands}}{{.CommandPath}} VERB{{else}}{{.UseLine}}{{end}}
{{end}}{{if .HasExample}}
EXAMPLES:
{{.Example}}
{{end}}{{if .HasAvailableSubCommands}}
VERBS:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasHelpSubCommands}}
TOPICS:{{range .Commands}}{{if .IsAdditionalHelpTopicCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
FLAGS:
{{aligned (.LocalFlags.FlagUsagesWrapped 100) | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableInheritedFlags}}
SHARED:
{{aligned (.InheritedFlags.FlagUsagesWrapped 100) | trimTrailingWhitespaces}}
{{end}}`
	r := strings.NewReplacer("USE:", a.words.Say("cli.help.use"), "EXAMPLES:", a.words.Say("cli.help.examples"), "VERBS:", a.words.Say("cli.help.verbs"),
		"TOPICS:", a.words.Say("cli.help.topics"), "FLAGS:", a.words.Say("cli.help.flags"), "SHARED:", a.words.Say("cli.help.shared"), " VERB", " "+a.words.Say("cli.arg.verb"))
	return r.Replace(page)
}
