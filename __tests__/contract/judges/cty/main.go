// Reads and writes values as OpenTofu does. What it does is its first argument, values are lines of JSON:
//
//	make COUNT SEED   answers COUNT random {"type", "value"}
//	again             answers {"value"} for each {"type", "value"} that it reads: the same value, written anew
//	compare           answers {"same": bool} for each {"type", "value", "other"}: whether the two mean the same
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand"
	"os"
	"strconv"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/msgpack"
)

type line struct {
	Type    *cty.Type `json:"type,omitempty"`
	Value   []byte    `json:"value,omitempty"`
	Other   []byte    `json:"other,omitempty"`
	Same    bool      `json:"same"`
	Refused string    `json:"refused,omitempty"`
}

var texts = []string{"", "a", "__proto__", "constructor", "e\u0301", "\u212b", "\u1112\u1161\u11ab", "\U0001F469\u200D\U0001F680", "\x00\"\\\n", "1e5"}
var numbers = []string{"0", "-1", "0.1", "0.5", "1e-30", "9007199254740993", "18446744073709551616", "-123456789012345678901234567890.5", "3.14159265358979323846264338327950288", "1e40", "4.9e-324"}

func pick(r *rand.Rand, from []string) string { return from[r.Intn(len(from))] }

func text(r *rand.Rand) string { return pick(r, texts) + pick(r, texts) }

func number(r *rand.Rand) cty.Value {
	switch r.Intn(3) {
	case 0:
		return cty.NumberIntVal(int64(r.Uint64()) >> r.Intn(64))
	case 1:
		return cty.NumberFloatVal((r.Float64() - 0.5) * float64(int64(1)<<r.Intn(60)))
	}
	return cty.MustParseNumberVal(pick(r, numbers))
}

// Elements of a collection have one type, so that nothing open may be within one.
func typ(r *rand.Rand, depth int, open bool) cty.Type {
	kind := r.Intn(9)
	if depth == 0 || kind < 3 || kind == 8 && !open {
		return []cty.Type{cty.String, cty.Number, cty.Bool}[kind%3]
	}
	switch kind {
	case 3:
		return cty.List(typ(r, depth-1, false))
	case 4:
		return cty.Set(typ(r, depth-1, false))
	case 5:
		return cty.Map(typ(r, depth-1, false))
	case 6:
		inner := make([]cty.Type, r.Intn(4))
		for i := range inner {
			inner[i] = typ(r, depth-1, open)
		}
		return cty.Tuple(inner)
	case 7:
		inner := map[string]cty.Type{}
		for i := r.Intn(4); i > 0; i-- {
			inner[text(r)] = typ(r, depth-1, open)
		}
		return cty.Object(inner)
	}
	return cty.DynamicPseudoType
}

func unknown(r *rand.Rand, t cty.Type) cty.Value {
	val := cty.UnknownVal(t)
	if r.Intn(2) == 0 {
		return val
	}
	refined := val.Refine().NotNull()
	switch {
	case t == cty.String:
		refined = refined.StringPrefixFull(text(r))
	case t == cty.Number:
		refined = refined.NumberRangeLowerBound(number(r), r.Intn(2) == 0)
	case t.IsCollectionType():
		refined = refined.CollectionLengthLowerBound(r.Intn(3)).CollectionLengthUpperBound(3 + r.Intn(3))
	}
	return refined.NewValue()
}

// A null or unknown that is open comes without a type of its own: we keep none.
func value(r *rand.Rand, t cty.Type, known bool) cty.Value {
	switch n := r.Intn(12); {
	case n == 0:
		return cty.NullVal(t)
	case n == 1 && !known && t == cty.DynamicPseudoType:
		return cty.DynamicVal
	case n == 1 && !known:
		return unknown(r, t)
	}
	switch {
	case t == cty.DynamicPseudoType:
		own := typ(r, 2, false)
		for {
			if val := value(r, own, known); val.IsKnown() && !val.IsNull() {
				return val
			}
		}
	case t == cty.String:
		return cty.StringVal(text(r))
	case t == cty.Number:
		return number(r)
	case t == cty.Bool:
		return cty.BoolVal(r.Intn(2) == 0)
	case t.IsMapType():
		inner := map[string]cty.Value{}
		for i := r.Intn(4); i > 0; i-- {
			inner[text(r)] = value(r, t.ElementType(), known)
		}
		if len(inner) == 0 {
			return cty.MapValEmpty(t.ElementType())
		}
		return cty.MapVal(inner)
	case t.IsTupleType():
		inner := []cty.Value{}
		for _, each := range t.TupleElementTypes() {
			inner = append(inner, value(r, each, known))
		}
		return cty.TupleVal(inner)
	case t.IsObjectType():
		inner := map[string]cty.Value{}
		for name, each := range t.AttributeTypes() {
			inner[name] = value(r, each, known)
		}
		return cty.ObjectVal(inner)
	}
	inner := make([]cty.Value, r.Intn(4))
	for i := range inner {
		inner[i] = value(r, t.ElementType(), known || t.IsSetType())
	}
	switch {
	case t.IsSetType() && len(inner) == 0:
		return cty.SetValEmpty(t.ElementType())
	case t.IsSetType():
		return cty.SetVal(inner)
	case len(inner) == 0:
		return cty.ListValEmpty(t.ElementType())
	}
	return cty.ListVal(inner)
}

// What is known of an unknown value is not kept, and need not be. Numbers get the precision that numbers of a
// configuration have: read from a float64, they have less, and count as others.
func plain(val cty.Value) cty.Value {
	found, err := cty.Transform(val, func(_ cty.Path, each cty.Value) (cty.Value, error) {
		switch {
		case !each.IsKnown():
			return cty.UnknownVal(each.Type()), nil
		case each.Type() == cty.Number && !each.IsNull():
			return cty.NumberVal(new(big.Float).SetPrec(512).Set(each.AsBigFloat())), nil
		}
		return each, nil
	})
	if err != nil {
		panic(err)
	}
	return found
}

func answer(what string, given line) (result line) {
	defer func() {
		if fault := recover(); fault != nil {
			result = line{Refused: fmt.Sprint(fault)}
		}
	}()
	val, err := msgpack.Unmarshal(given.Value, *given.Type)
	if err != nil {
		return line{Refused: err.Error()}
	}
	if what == "again" {
		again, err := msgpack.Marshal(val, *given.Type)
		if err != nil {
			return line{Refused: err.Error()}
		}
		return line{Value: again}
	}
	other, err := msgpack.Unmarshal(given.Other, *given.Type)
	if err != nil {
		return line{Refused: err.Error()}
	}
	return line{Same: plain(val).RawEquals(plain(other))}
}

func made(r *rand.Rand) line {
	t := typ(r, 4, true)
	bytes, err := msgpack.Marshal(value(r, t, false), t)
	if err != nil {
		panic(err)
	}
	return line{Type: &t, Value: bytes}
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	answers := json.NewEncoder(out)
	if os.Args[1] == "make" {
		count, _ := strconv.Atoi(os.Args[2])
		seed, _ := strconv.ParseInt(os.Args[3], 10, 64)
		r := rand.New(rand.NewSource(seed))
		for ; count > 0; count-- {
			if err := answers.Encode(made(r)); err != nil {
				panic(err)
			}
		}
		return
	}
	lines := json.NewDecoder(bufio.NewReader(os.Stdin))
	for lines.More() {
		var given line
		if err := lines.Decode(&given); err != nil {
			panic(err)
		}
		if err := answers.Encode(answer(os.Args[1], given)); err != nil {
			panic(err)
		}
	}
}
