package document

import (
	"io"
	"regexp"
	"strings"
)

// markdown writes the text and tables; pictures are named by their words.
func (d *Document) markdown(w io.Writer) error {
	var b strings.Builder
	para := func(s string) {
		if s != "" {
			b.WriteString(s + "\n\n")
		}
	}
	para("# " + plain(d.Title))
	para(plain(d.Subtitle))
	if d.Caveat != "" {
		para("*" + plain(d.Caveat) + "*")
	}
	for i, block := range d.Blocks {
		switch x := block.(type) {
		case Heading:
			para(strings.Repeat("#", x.Level+1) + " " + plain(x.Text))
		case Paragraph:
			switch x.Style {
			case Lead, Warning:
				para("**" + plain(x.Text) + "**")
			default:
				para(plain(x.Text))
			}
		case Beside:
			if i == 0 || !isBeside(d.Blocks[i-1]) {
				b.WriteString("| " + d.Lang + " | " + d.Second + " |\n| --- | --- |\n")
			}
			left, right := plain(x.Left), plain(x.Right)
			switch {
			case x.Point:
				left, right = "– "+left, "– "+right
			case x.Style == Lead || x.Style == Warning:
				left, right = "**"+left+"**", "**"+right+"**"
			}
			b.WriteString("| " + left + " | " + right + " |\n")
			if i == len(d.Blocks)-1 || !isBeside(d.Blocks[i+1]) {
				b.WriteString("\n")
			}
		case List:
			for _, item := range x.Items {
				b.WriteString("- " + plain(item) + "\n")
			}
			b.WriteString("\n")
		case Table:
			if x.Caption != "" {
				para("**" + plain(x.Caption) + "**")
			}
			line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
			head, rule := make([]string, len(x.Columns)), make([]string, len(x.Columns))
			for i, c := range x.Columns {
				head[i], rule[i] = plain(c.Head), "---"
				if c.Number {
					rule[i] = "--:"
				}
			}
			line(head)
			line(rule)
			for _, r := range x.Rows {
				cells := make([]string, len(r.Cells))
				for i, c := range r.Cells {
					cells[i] = plain(c.Text)
					if (r.Sum || c.Style == Strong) && cells[i] != "" {
						cells[i] = "**" + cells[i] + "**"
					}
					if c.Under != "" {
						cells[i] += "<br>" + plain(c.Under)
					}
				}
				line(cells)
			}
			b.WriteString("\n")
		case Picture:
			para("*" + plain(x.Alt) + "*")
		}
	}
	para(plain(d.Source))
	_, err := io.WriteString(w, strings.TrimRight(b.String(), "\n")+"\n")
	return err
}

// plain keeps a text from being read as marks. What cannot be one stays as it is, so that
// a command such as --goal "net_cost <= 0" can be copied.
func plain(s string) string {
	s = strings.NewReplacer("\\", "\\\\", "|", "\\|", "*", "\\*", "`", "\\`", "\n", "<br>").Replace(tag.ReplaceAllString(s, "&lt;$1"))
	return emphasis.ReplaceAllStringFunc(s, func(at string) string { return strings.ReplaceAll(at, "_", "\\_") })
}

// tag is a < that begins a mark of HTML; emphasis an underscore that is not within a word.
var (
	tag      = regexp.MustCompile(`<([\pL/!?])`)
	emphasis = regexp.MustCompile(`(^|[^\pL\pN_])_+|_+($|[^\pL\pN_])`)
)
