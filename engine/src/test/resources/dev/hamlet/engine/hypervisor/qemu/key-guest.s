# A guest of 512 bytes: a boot sector that says on the serial line, in hex, every byte that the keyboard's controller has.
# Before that it writes a line of text on an empty screen and hides the screen's cursor.
# Made with: as --32 -o g.o key-guest.s && ld -m elf_i386 -Ttext 0x7c00 --oformat binary -o key-guest.bin g.o
.code16
.globl _start
_start:
  cli
  xorw %ax,%ax
  movw %ax,%ds
  movw %ax,%es
  movw %ax,%ss
  movw $0x7c00,%sp
  movw $3,%ax         # text of 80 by 25, the screen emptied
  int $0x10
  movb $1,%ah         # no cursor, which would blink
  movw $0x2000,%cx
  int $0x10
  movw $hello,%si
print:
  lodsb
  testb %al,%al
  jz printed
  movb $0x0e,%ah
  movw $7,%bx
  int $0x10
  jmp print
printed:
  cli                 # from now on the controller is asked here, not by the BIOS
  movw $0x3fb,%dx     # line control: 8 bits, no parity
  movb $3,%al
  outb %al,%dx
  movw $hello,%si
say:
  lodsb
  testb %al,%al
  jz loop
  call put
  jmp say
loop:
  inb $0x64,%al
  testb $1,%al
  jz loop
  testb $0x20,%al     # of the mouse?
  inb $0x60,%al
  jnz loop
  movb %al,%bl
  shrb $4,%al
  call digit
  movb %bl,%al
  andb $15,%al
  call digit
  movb $0x20,%al
  call put
  jmp loop
digit:
  addb $0x30,%al
  cmpb $0x3a,%al
  jb put
  addb $0x27,%al
put:
  movb %al,%ah
1: movw $0x3fd,%dx
  inb %dx,%al
  testb $0x20,%al
  jz 1b
  movw $0x3f8,%dx
  movb %ah,%al
  outb %al,%dx
  ret
hello: .asciz "key guest here\r\n"
. = _start+510
.byte 0x55,0xaa
