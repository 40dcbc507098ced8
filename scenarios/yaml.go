package scenarios

import (
	"bytes"
	"cmp"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

const (
	maxBytes = 256 << 10 // a plan is a page; this is a hundred of them
	maxDepth = 12
)

// What a file should be, where that is no plan.
const (
	kindEvaluation  = "evaluation"
	kindCalibration = "calibration"
)

// parse reads the YAML of one file. What the language allows and a plan never
// needs (references, tags, several documents) is refused: it is how a small
// file becomes a huge one.
func parse(file string, text []byte, r *report) *value {
	whole := &value{place: place{file: file}}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	switch {
	case len(text) > maxBytes:
		r.add(whole, "", msg("too_large", "limit", maxBytes>>10), msg("one_page"))
		return nil
	case bytes.IndexByte(text, 0) >= 0 || !utf8.Valid(text):
		r.add(whole, "", msg("binary"), msg("save_utf8"))
		return nil
	}
	var docs []yaml.Node
	if err := yaml.Load(text, &docs, yaml.WithAllDocuments()); err != nil {
		r.found = append(r.found, NotYAML(file, text, err))
		return nil
	}
	if len(docs) > 1 {
		whole.line, whole.col = docs[1].Line, docs[1].Column
		r.add(whole, "", msg("many_documents"), none)
		return nil
	}
	if len(docs) == 0 || len(docs[0].Content) == 0 || docs[0].Content[0].Tag == "!!null" {
		r.add(whole, "", msg("empty_file"), msg("start_"+cmp.Or(r.kind, "new")))
		return nil
	}
	root := convert(file, docs[0].Content[0], "", 0, r)
	if root.form != mapping {
		r.add(root, "", msg("not_a_"+cmp.Or(r.kind, "plan")), msg("start_"+cmp.Or(r.kind, "new")))
		return nil
	}
	return root
}

// NotYAML is what a reader is told of an error of the YAML library, which knows
// no Dutch or French: the place, and the reason as far as it is a usual one.
func NotYAML(file string, text []byte, err error) Problem {
	p := Problem{File: file, Reason: msg("not_yaml"), Hint: msg("check_yaml")}
	var one *yaml.LoadError
	var many *yaml.LoadErrors
	if errors.As(err, &many) && len(many.Errors) > 0 {
		one = many.Errors[0]
	}
	if one == nil && !errors.As(err, &one) {
		return p
	}
	p.Line, p.Col = one.Mark.Line, max(1, one.Mark.Column)
	lines := bytes.SplitAfter(text, []byte("\n"))
	if p.Line == 0 { // of a character, which the library counts in bytes
		for at := one.Mark.Index; p.Line < len(lines) && at >= 0; p.Line++ {
			at -= len(lines[p.Line])
		}
		p.Col = 0
	}
	if i := p.Line - 1; i >= 0 && i < len(lines) && bytes.ContainsRune(lines[i][:len(lines[i])-len(bytes.TrimLeft(lines[i], " \t"))], '\t') {
		p.Reason = msg("yaml_tab")
		return p
	}
	for _, usual := range yamlReasons {
		if strings.Contains(one.Message, usual.said) {
			p.Reason = msg("yaml_" + usual.id)
			break
		}
	}
	return p
}

// yamlReasons are the usual mistakes, by a part of what the library says of them.
var yamlReasons = []struct{ said, id string }{
	{"mapping values are not allowed", "colon"},
	{"could not find expected ':'", "no_colon"},
	{"did not find expected key", "no_key"},
	{"',' or '}'", "brace"},
	{"',' or ']'", "bracket"},
	{"block sequence entries", "dash"},
	{"'-' indicator", "dash"},
	{"tab", "tab"},
	{"indentation", "indentation"},
	{"unexpected end of stream", "quote"},
	{"unexpected document indicator", "quote"},
	{"cannot start any token", "character"},
	{"escape", "escape"},
	{"control characters", "control"},
	{"comment without preceding whitespace", "comment"},
	{"did not find expected node content", "no_value"},
}

// convert turns a YAML node into a value and reports what a plan may not hold.
func convert(file string, n *yaml.Node, path string, depth int, r *report) *value {
	v := &value{place: place{file: file, line: n.Line, col: n.Column}}
	switch {
	case depth > maxDepth:
		v.form = broken
		r.add(v, path, msg("too_deep"), none)
		return v
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		v.form = broken
		r.add(v, path, msg("reference"), msg("use_extends"))
		return v
	case n.Style&yaml.TaggedStyle != 0:
		v.form = broken
		r.add(v, path, msg("tag", "tag", clip(n.Tag)), none)
		return v
	}
	switch n.Kind {
	case yaml.MappingNode:
		v.form = mapping
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			mark := place{file: file, line: key.Line, col: key.Column}
			at := join(path, clip(key.Value))
			switch {
			case key.Kind != yaml.ScalarNode || key.Value == "" || key.Value == "<<":
				r.add(&value{place: mark}, path, msg("bad_key"), none)
				continue
			case v.get(key.Value) != nil:
				r.add(&value{place: mark}, at, msg("duplicate_key", "line", v.marks[indexOf(v.keys, key.Value)].line), msg("keep_one"))
				continue
			case n.Style&yaml.FlowStyle != 0 && n.Content[i+1].Tag == "!!null" && n.Content[i+1].Value == "" && len(v.items) > 0 && afterComma(v.items[len(v.items)-1], key.Value):
				last := v.items[len(v.items)-1]
				r.add(last, join(path, v.keys[len(v.keys)-1]), msg("decimal_comma"), msg("write_point", "number", clip(last.text+"."+key.Value)))
				last.form = broken
				continue
			}
			v.keys = append(v.keys, key.Value)
			v.marks = append(v.marks, mark)
			v.items = append(v.items, convert(file, n.Content[i+1], at, depth+1, r))
		}
	case yaml.SequenceNode:
		v.form = sequence
		for _, item := range n.Content {
			one := convert(file, item, path, depth+1, r)
			v.items = append(v.items, one)
			if one.form == broken {
				v.form = broken // one word about a list is enough
				break
			}
		}
	default:
		v.text = strings.TrimSpace(n.Value)
		v.quoted = n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		if n.Tag == "!!null" && !v.quoted {
			v.form = null
		}
	}
	return v
}

// afterComma says whether a key without a value is what a decimal comma left of
// the number before it: {level: 0,5}.
func afterComma(before *value, key string) bool {
	_, err := strconv.ParseUint(strings.TrimLeft(before.text, "+-"), 10, 64)
	return err == nil && !before.quoted && before.form == scalar && key[0] >= '0' && key[0] <= '9'
}

func indexOf(keys []string, key string) int {
	for i, k := range keys {
		if k == key {
			return i
		}
	}
	return -1
}

// write gives the YAML of a value, keys in the order they stand in.
func write(v *value) []byte {
	text, err := yaml.Dump(node(v), yaml.WithLineWidth(-1))
	if err != nil {
		panic("scenarios: a plan that was read cannot be written: " + err.Error())
	}
	return text
}

func node(v *value) *yaml.Node {
	switch v.form {
	case mapping:
		n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		for i, key := range v.keys {
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}, node(v.items[i]))
		}
		return n
	case sequence:
		n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle}
		for _, item := range v.items {
			n.Content = append(n.Content, node(item))
			if item.form == mapping {
				n.Style = 0
			}
		}
		return n
	}
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: v.text}
	if v.quoted {
		n.Tag, n.Style = "!!str", yaml.DoubleQuotedStyle
	}
	return n
}
