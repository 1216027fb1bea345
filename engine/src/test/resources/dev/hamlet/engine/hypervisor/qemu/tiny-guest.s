# A guest of 512 bytes: a boot sector that greets on the serial line and obeys single letters there.
#   o  switch off (ACPI)      r  reset      w  write 4 MiB to the disk      else  say it back
# Made with: as --32 -o g.o tiny-guest.s && ld -m elf_i386 -Ttext 0x7c00 --oformat binary -o tiny-guest.bin g.o
.code16
.globl _start
_start:
  cli
  xorw %ax,%ax
  movw %ax,%ds
  movw %ax,%es
  movw %ax,%ss
  movw $0x7c00,%sp
  sti
  movb %dl,drive
  movw $0x3fb,%dx     # line control: 8 bits, no parity
  movb $3,%al
  outb %al,%dx
  movw $hello,%si
  call say
loop:
  movw $0x3fd,%dx
  inb %dx,%al
  testb $1,%al
  jnz got
  hlt                 # until the timer's next tick
  jmp loop
got:
  movw $0x3f8,%dx
  inb %dx,%al
  cmpb $'o',%al
  je off
  cmpb $'r',%al
  je reset
  cmpb $'w',%al
  je write
  call put            # anything else is said back
  jmp loop
off:
  movw $0x604,%dx     # ACPI PM1a control of q35: sleep state S5
  movw $0x2000,%ax
  outw %ax,%dx
  jmp loop
reset:
  movw $0xcf9,%dx
  movb $6,%al
  outb %al,%dx
  jmp loop
write:                # 64 KiB at 1 MiB and on, until all of 4 MiB are written
  movl $2048,lba
  movw $60,%cx
again:
  pushw %cx
  movw $packet,%si
  movb drive,%dl
  movb $0x43,%ah
  xorb %al,%al
  int $0x13
  popw %cx
  jc failed
  addl $127,lba
  loop again
  movw $written,%si
  call say
  jmp loop
failed:
  movw $error,%si
  call say
  jmp loop
say:
  lodsb
  testb %al,%al
  jz 1f
  call put
  jmp say
1: ret
put:
  pushw %dx
  movb %al,%ah
2: movw $0x3fd,%dx
  inb %dx,%al
  testb $0x20,%al
  jz 2b
  movw $0x3f8,%dx
  movb %ah,%al
  outb %al,%dx
  popw %dx
  ret
hello: .asciz "tiny guest here\r\n"
written: .asciz "written\r\n"
error: .asciz "error\r\n"
drive: .byte 0
.balign 4
packet: .byte 16,0
  .word 127
  .word 0,0xf000       # the BIOS itself: anything but zeros
lba: .long 2048,0
. = _start+510
.byte 0x55,0xaa
